import type { Diagnostic } from '../core/diagnostic.js';
import { diagnostic } from '../core/diagnostic.js';
import type { Report } from '../core/report.js';
import { failed, ok } from '../core/report.js';
import { fileStart, spanAt } from './spans.js';

/** The largest spec file. 1,000 targets take about 300 KB; see MAX_TOKENS for the limit that bounds memory. */
export const MAX_BYTES = 8 * 1024 * 1024;

/** Bytes to text: strict UTF-8, a leading byte order mark is cut, line ends are kept as they are. */
export function decode(file: string, bytes: Uint8Array): Report<string> {
  if (bytes.length > MAX_BYTES) return failed([tooLarge(file, bytes.length)]);
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return failed([wrongEncoding(file, wide)]);
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return failed([badBytes(file, bytes)]);
  }
}

/** The finding for a file of more than MAX_BYTES. */
export function tooLarge(file: string, size: number): Diagnostic {
  return diagnostic('WD0007', {
    detail: `The file has ${size} bytes; at most ${MAX_BYTES} are read.`,
    help: 'split the spec with `include`, or check that this is the right file',
    span: fileStart(file),
  });
}

/** UTF-16 and UTF-32 by their byte order mark, or by the zero byte that their first ASCII character has. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32LE' : 'UTF-16LE';
  if (a === 0xfe && b === 0xff) return 'UTF-16BE';
  if (a === 0 && b === 0) return d === undefined ? undefined : 'UTF-32BE';
  if (a === 0 && b !== undefined && b !== 0) return 'UTF-16BE';
  return a !== undefined && a !== 0 && b === 0 ? 'UTF-16LE' : undefined;
}

function wrongEncoding(file: string, encoding: string): Diagnostic {
  return diagnostic('WD0002', {
    detail: `The file starts at byte 0 like ${encoding} text, and TOML is always UTF-8.`,
    help: `convert it: iconv -f ${encoding} -t UTF-8 FILE`,
    span: fileStart(file),
  });
}

function badBytes(file: string, bytes: Uint8Array): Diagnostic {
  const at = firstBadByte(bytes);
  const before = new TextDecoder().decode(bytes.subarray(0, at));
  const place = spanAt(file, before, before.length, 0);
  const found = [...bytes.subarray(at, at + 4)].map(hex).join(' ');
  return diagnostic('WD0002', {
    detail: `The bytes ${found} at ${place.line}:${place.column} (byte offset ${at}) are not valid UTF-8${guess(bytes, at)}.`,
    help: 'save the file as UTF-8; if it is Latin-1: iconv -f ISO-8859-1 -t UTF-8 FILE',
    span: place,
  });
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}

/** What a stray byte mostly means. */
function guess(bytes: Uint8Array, at: number): string {
  if (bytes.length - at < 4 && at + needed(bytes[at] ?? 0) > bytes.length)
    return '; the file seems to be cut off';
  const byte = bytes[at] ?? 0;
  if (byte >= 0xa0) return '; the file may be Latin-1 (ISO-8859-1)';
  return byte >= 0x80 ? '; the file may be Windows-1252' : '';
}

function needed(lead: number): number {
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xc2 && lead < 0xe0 ? 2 : 1;
}

/**
 * Where the first malformed sequence starts. A streaming decoder accepts exactly the prefixes without a bad byte, so
 * the end of the bad sequence is found by halving; its start is at most three bytes before.
 */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(bytes.subarray(0, middle), true)) good = middle;
    else bad = middle;
  }
  let start = good;
  while (start > 0 && !decodes(bytes.subarray(0, start), false)) start--;
  return start;
}

function decodes(bytes: Uint8Array, stream: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}
