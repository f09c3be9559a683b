import parseIarna from '@iarna/toml/parse-string.js';
import type { Report } from '../core/report.js';
import { failed, ok } from '../core/report.js';
import { decode } from './decode.js';
import { excessError, tooComplex } from './limits.js';
import { isPlain } from './plain.js';
import { plainEntries } from './plain-positions.js';
import { PositionIndex, treeEntries } from './positions.js';
import { refusedValue } from './refused-value.js';
import { mentionsReserved, reservedName } from './reserved-names.js';
import type { Excess } from './scan.js';
import { findExcess } from './scan.js';
import { parseStrict } from './strict.js';
import { syntaxError } from './syntax-error.js';

/** A TOML file that both parsers accept. Offsets in spans count in `text`. */
export interface TomlDocument {
  readonly file: string;
  readonly text: string;
  readonly value: Record<string, unknown>;
  readonly positions: PositionIndex;
}

/** The decoded text comes along even when it is no TOML, because findings show the line they are about. */
export interface TomlResult {
  readonly text: string | undefined;
  readonly report: Report<TomlDocument>;
}

/**
 * Reads TOML 1.0. Two parsers must accept the text: toml-eslint-parser is the strict one and knows every position,
 * @iarna/toml gives the value. A text of plain lines, on which they cannot differ, does not need the strict one. Bad input is always a finding, never an exception.
 */
export function readToml(file: string, bytes: Uint8Array): TomlResult {
  const decoded = decode(file, bytes);
  if (decoded.value === undefined) return { text: undefined, report: failed(decoded.diagnostics) };
  return { text: decoded.value, report: parse(file, decoded.value) };
}

function parse(file: string, text: string): Report<TomlDocument> {
  return parsePlain(file, text) ?? parseByBoth(file, text);
}

/** Undefined for everything that is not plain, or that any check would stop. */
function parsePlain(file: string, text: string): Report<TomlDocument> | undefined {
  if (text.length > MAX_PLAIN || mentionsReserved(text) || !isPlain(text)) return undefined;
  const positions = new PositionIndex(file, text, () => plainEntries(text));
  return ok({ file, text, value: parseIarna(text), positions });
}

/** Above this the limits of `findExcess` matter: 64 Ki characters are far below all of them. */
const MAX_PLAIN = 65_536;

function parseByBoth(file: string, text: string): Report<TomlDocument> {
  const excess = findExcess(text);
  if (excess !== undefined)
    return failed([mistakeBefore(file, text, excess) ?? excessError(file, text, excess)]);
  const strict = parseStrict(text);
  if (strict.kind === 'refused') return failed([syntaxError(file, text, strict)]);
  if (strict.kind === 'overflow') return failed([tooComplex(file)]);
  const positions = new PositionIndex(file, text, () => treeEntries(text, strict.ast));
  const reserved = reservedName(text, positions);
  if (reserved !== undefined) return failed([reserved]);
  try {
    // iarna takes the CR of CRLF for a control character in comments (iarna-toml issue 33).
    const value = parseIarna(text.replaceAll('\r\n', '\n'));
    return ok({ file, text, value, positions });
  } catch (error) {
    return failed([refusedValue(file, text, strict.ast, error)]);
  }
}

/** A hundred brackets that nobody closed are a syntax error at the first of them, not deep nesting. */
function mistakeBefore(file: string, text: string, excess: Excess) {
  if (excess.limit === 'tokens') return undefined;
  const strict = parseStrict(text.slice(0, excess.offset));
  const isReal = strict.kind === 'refused' && strict.offset < excess.offset;
  return isReal ? syntaxError(file, text, strict) : undefined;
}
