import type * as z from 'zod/mini';
import { parseDuration } from '../core/duration.js';
import type { KeyPath } from '../core/path.js';
import { suggest } from '../core/suggest.js';
import { badDuration, secondsOf } from './duration-problem.js';
import type { Kind } from './kinds.js';
import { nameProblem } from './name-problem.js';
import { capital, isNumber, type Problem, show, typeName, type Written } from './say.js';

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
      return otherProblem(issue, { value, written }, path);
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

/** What is wrong with a value or a key that has to be of one form. */
export function badForm({ value, written }: Written, { what, rule, example }: FormKind): Problem {
  const article = /^[aeiou]/.test(what) ? 'an' : 'a';
  if (typeof value !== 'string')
    return {
      code: 'WD0105',
      detail: `${capital(article)} ${what} is text, not ${typeName(value)}.`,
      help: formHelp({ value, written }, example),
    };
  return {
    code: 'WD0114',
    detail: `${show(value)} is not ${article} ${what}.`,
    help: `write ${rule}: for example "${example}"`,
  };
}

/** A number that only lacks its quotes, or its hexadecimal form. */
function formHelp({ value, written }: Written, example: string): string {
  if (isNumber(value) && /^[0-9.]+$/.test(example)) return `put it in quotes: "${written}"`;
  if (isNumber(value) && value >= 0 && example.startsWith('0x')) return `write "0x${value.toString(16)}"`;
  return `write "${example}"`;
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
  if (/[\u0000-\u001f\u007f]/.test(text))
    return {
      code: 'WD0114',
      detail: 'The text contains a line break, a tab or another control character.',
      help: 'remove the character: a configuration value is one line',
    };
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

function otherProblem(issue: z.core.$ZodIssue, { value, written }: Written, path: KeyPath): Problem {
  if (path.length === 1 && path[0] === 'schema')
    return {
      code: 'WD0109',
      detail: `This wdgen reads schema 1, not ${show(value)}.`,
      help: Number(value) > 1 ? `use a newer wdgen, which reads schema ${value}` : 'write schema = 1',
    };
  if (issue.code === 'too_small' || issue.code === 'too_big')
    return wrongSize(issue, { value, written }, path);
  const wanted = issue.code === 'invalid_type' ? WANTED[issue.expected] : undefined;
  return {
    code: 'WD0105',
    detail: `${wanted ?? 'Something else'} is expected here, not ${show(value)}.`,
    help: typeHelp(wanted, value),
  };
}

/** The same value as what is wanted here, where it can be told; else what to write. */
function typeHelp(wanted: string | undefined, value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : undefined;
  if (wanted === WANTED['array']) return text === undefined ? undefined : `write [${show(text)}]`;
  if (wanted !== WANTED['number'] && wanted !== WANTED['int']) return undefined;
  return /^[0-9]+$/.test(text ?? '')
    ? `write ${text}, without quotes`
    : 'write a whole number, without quotes';
}

type SizeIssue = Extract<z.core.$ZodIssue, { code: 'too_small' | 'too_big' }>;

/** A number or a list that is smaller or larger than the key takes. */
function wrongSize(issue: SizeIssue, { value, written }: Written, path: KeyPath): Problem {
  const limit = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
  const key = String(path.at(-1));
  if (!Array.isArray(value))
    return { code: 'WD0114', detail: `\`${key}\` is ${written}.`, help: `write ${limit}` };
  const detail = value.length === 0 ? 'is empty' : `has ${value.length}`;
  const example = LISTS[key] === undefined ? '' : `, for example ${LISTS[key]}`;
  return { code: 'WD0114', detail: `\`${key}\` ${detail}.`, help: `write ${limit}${example}` };
}

const LISTS: Readonly<Record<string, string>> = {
  gate: '["rehearsal"]',
  order: '["A", "B"]',
  checks: '["/usr/libexec/check-network"]',
  healthy: '["link", "address"]',
  hosts: '["192.0.2.1"]',
  urls: '["https://example.org/health"]',
  on: '["link", "lan"]',
};

const WANTED: Readonly<Record<string, string>> = {
  object: 'A table',
  record: 'A table',
  array: 'An array',
  string: 'Text',
  boolean: 'One of true and false',
  number: 'A number',
  int: 'A whole number',
};
