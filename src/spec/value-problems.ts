import type * as z from 'zod/mini';
import type { DiagnosticCode } from '../core/codes.js';
import { formatDuration, MAX_DURATION_MS, parseDuration } from '../core/duration.js';
import type { KeyPath } from '../core/path.js';
import { suggest } from '../core/suggest.js';
import type { Kind } from './kinds.js';
import { nameProblem } from './name-problem.js';
import { capital, isNumber, show, typeName, type Written } from './say.js';

/** A diagnostic without its place. */
interface Problem {
  readonly code: DiagnosticCode;
  readonly detail: string;
  readonly help?: string | undefined;
}

/** What is wrong with a value that is there, in the terms of the key it stands at. */
export function problemOf(
  kind: Kind | undefined,
  issue: z.core.$ZodIssue,
  { value, written }: Written,
  path: KeyPath,
): Problem {
  switch (kind?.kind) {
    case 'setting':
      return bareSetting({ value, written }, String(path.at(-1)), kind);
    case 'duration':
      return badDuration({ value, written });
    case 'feeder':
      return badFeeder(value);
    case 'gate':
      return badGate(value);
    case 'name':
      return badName(value, kind.what);
    case 'form':
      return badForm({ value, written }, kind);
    case 'flag-value':
      return badFlag({ value, written });
    case 'text':
      return badText(value, path);
    default:
      return otherProblem(issue, value, path);
  }
}

function bareSetting({ value, written }: Written, key: string, { example, accepts }: SettingKind): Problem {
  const seconds = secondsOf(value);
  const repaired = accepts(value) ? show(value) : accepts(seconds) ? show(seconds) : example;
  return {
    code: 'WD0103',
    detail: `\`${key}\` is ${isNumber(value) ? written : show(value)}, which does not say whether the image enforces it.`,
    help: `write ${key} = { active = ${repaired} } to enforce it, or ${key} = { deferred = ${repaired} } to document it as the target`,
  };
}

type SettingKind = Extract<Kind, { readonly kind: 'setting' }>;

/** The duration that a bare number most likely means; undefined where that is none either. */
function secondsOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : isNumber(value) ? String(value) : '';
  return /^\d+$/.test(text) && parseDuration(`${text}s`).ok ? `${text}s` : undefined;
}

function badDuration({ value, written }: Written): Problem {
  const code = 'WD0106';
  const units = 'units are ms, s, min, h and d';
  if (isNumber(value)) {
    const seconds = secondsOf(value);
    const help =
      seconds === undefined ? 'write a time, for example "30s"' : `write "${seconds}" if seconds are meant`;
    return { code, detail: `${written} is a number without a unit.`, help };
  }
  if (typeof value !== 'string')
    return { code, detail: `${capital(typeName(value))} is not a duration.`, help: 'write "30s"' };
  const result = parseDuration(value);
  if (result.ok) return { code, detail: `${show(value)} is not a duration.` };
  const said: Readonly<Record<typeof result.problem, readonly [detail: string, help: string]>> = {
    'no-unit': ['has no unit.', units],
    'unknown-unit': ['is not a whole number directly followed by ms, s, min, h or d.', units],
    'not-a-duration': ['is not a whole number followed by a unit.', units],
    'too-long': [
      `is longer than the kernel can hold (${formatDuration(MAX_DURATION_MS)}, about 49 days).`,
      'write a shorter time',
    ],
    zero: ['is no time at all.', 'write a time, or leave the setting out'],
  };
  const [detail, help] = said[result.problem];
  return {
    code,
    detail: `${show(value)} ${detail}`,
    help: result.suggestion === undefined ? help : `write "${result.suggestion}"`,
  };
}

function badFeeder(value: unknown): Problem {
  const words = ['systemd', 'busybox', 'watchdogd', 'application:NAME'];
  if (typeof value !== 'string')
    return {
      code: 'WD0105',
      detail: `A feeder is text, not ${typeName(value)}.`,
      help: `one of ${words.join(', ')}`,
    };
  const near = suggest(value, words.slice(0, 3));
  if (/^application(:|$)/.test(value)) {
    return {
      code: 'WD0107',
      detail: `${show(value)} does not name the application.`,
      help: 'write "application:NAME", NAME in lower-case letters, digits, dot, dash or underscore',
    };
  }
  return {
    code: 'WD0107',
    detail: `${show(value)} is not a feeder.`,
    help: near === undefined ? `one of ${words.join(', ')}` : `did you mean "${near}"?`,
  };
}

function badGate(value: unknown): Problem {
  return { code: 'WD0112', detail: `${show(value)} is not a gate.`, help: gateHelp(value) };
}

function gateHelp(value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  if (text.startsWith('boots:'))
    return 'boots:N takes a whole number from 1 to 999999, for example "boots:50"';
  if (text.startsWith('soak:')) {
    const time = parseDuration(text.slice('soak:'.length));
    const better = time.ok ? undefined : time.suggestion;
    return better === undefined || time.ok || time.problem === 'no-unit'
      ? 'soak:DURATION takes a time with a unit, for example "soak:72h"'
      : `write "soak:${better}"`;
  }
  const near = suggest(text, ['rehearsal', 'fired', 'approval', 'boots:50', 'soak:72h']);
  return near === undefined
    ? 'gates are rehearsal, fired, approval, boots:N and soak:DURATION'
    : `did you mean "${near}"?`;
}

function badName(value: unknown, what: string): Problem {
  if (typeof value !== 'string')
    return { code: 'WD0105', detail: `A ${what} is text, not ${typeName(value)}.` };
  return {
    code: 'WD0108',
    detail: `${show(value)} cannot be the name of a ${what}.`,
    ...nameProblem(value, what),
  };
}

type FormKind = Extract<Kind, { readonly kind: 'form' }>;

function badForm({ value, written }: Written, { what, rule, example }: FormKind): Problem {
  const article = /^[aeiou]/.test(what) ? 'an' : 'a';
  if (typeof value !== 'string')
    return {
      code: 'WD0105',
      detail: `${capital(article)} ${what} is text, not ${typeName(value)}.`,
      help:
        isNumber(value) && what !== 'device node' ? `put it in quotes: "${written}"` : `write "${example}"`,
    };
  return {
    code: 'WD0114',
    detail: `${show(value)} is not ${article} ${what}.`,
    help: `write ${rule}: for example "${example}"`,
  };
}

function badFlag({ value, written }: Written): Problem {
  if (typeof value === 'boolean')
    return {
      code: 'WD0105',
      detail: 'Kconfig knows y, m and n, not true and false.',
      help: `write "${value ? 'y' : 'n'}"`,
    };
  if (isNumber(value))
    return { code: 'WD0114', detail: `${written} is not a whole number from -2147483648 to 4294967295.` };
  if (typeof value === 'string') return badFlagText(value);
  return {
    code: 'WD0105',
    detail: `A kernel flag is "y", "m", "n", a whole number, "0x.." or text, not ${typeName(value)}.`,
  };
}

function badFlagText(text: string): Problem {
  const found = /[$`#]/.exec(text)?.[0];
  if (found === undefined)
    return { code: 'WD0114', detail: 'The text is longer than 1024 characters.', help: 'shorten it' };
  return {
    code: 'WD0114',
    detail: `The text contains "${found}". make reads the kernel's configuration too, and would act on it.`,
    help: 'remove the character',
  };
}

function badText(value: unknown, path: KeyPath): Problem {
  const key = String(path.at(-1));
  if (typeof value !== 'string')
    return { code: 'WD0105', detail: `\`${key}\` is text, not ${typeName(value)}.` };
  if (value === '')
    return {
      code: 'WD0114',
      detail: `\`${key}\` is empty.`,
      help: EMPTY[key] ?? `write a ${key}, or remove the line`,
    };
  const detail = `\`${key}\` has ${value.length} characters, and at most 2000 fit.`;
  return { code: 'WD0114', detail, help: 'shorten it' };
}

/** What to write where a reason is missing. */
const EMPTY: Readonly<Record<string, string>> = {
  reason: 'say why this is not enforced yet',
  forbidden: 'say why this must not be enforced',
};

function otherProblem(issue: z.core.$ZodIssue, value: unknown, path: KeyPath): Problem {
  if (path.length === 1 && path[0] === 'schema')
    return {
      code: 'WD0109',
      detail: `This wdgen reads schema 1, not ${show(value)}.`,
      help: Number(value) > 1 ? `use a newer wdgen, which reads schema ${value}` : 'write schema = 1',
    };
  if (issue.code === 'too_small')
    return {
      code: 'WD0114',
      detail: `\`${path.at(-1)}\` is empty.`,
      help: 'write at least one, for example ["rehearsal"]',
    };
  const wanted = issue.code === 'invalid_type' ? WANTED[issue.expected] : undefined;
  const listed = wanted === WANTED['array'] && typeof value === 'string';
  return {
    code: 'WD0105',
    detail: `${wanted ?? 'Something else'} is expected here, not ${show(value)}.`,
    help: listed ? `write [${show(value)}]` : undefined,
  };
}

const WANTED: Readonly<Record<string, string>> = {
  object: 'A table',
  record: 'A table',
  array: 'An array',
  string: 'Text',
  boolean: 'One of true and false',
  number: 'A number',
  int: 'A whole number',
};
