import type * as z from 'zod/mini';
import type { DiagnosticCode } from '../core/codes.js';
import { formatDuration, MAX_DURATION_MS, parseDuration } from '../core/duration.js';
import type { KeyPath } from '../core/path.js';
import { suggest } from '../core/suggest.js';
import type { Kind } from './kinds.js';

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
  value: unknown,
  path: KeyPath,
): Problem {
  switch (kind?.kind) {
    case 'setting':
      return bareSetting(value, String(path.at(-1)), kind.example);
    case 'duration':
      return badDuration(value);
    case 'feeder':
      return badFeeder(value);
    case 'gate':
      return badGate(value);
    case 'name':
      return badName(value, kind.what);
    case 'form':
      return badForm(value, kind.what, kind.example);
    case 'flag-value':
      return badFlag(value);
    case 'text':
      return badText(value);
    default:
      return otherProblem(issue, value, path);
  }
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  return typeName(value);
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return 'a date';
  if (typeof value === 'object') return 'a table';
  if (typeof value === 'bigint' || typeof value === 'number') return 'a number';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

function bareSetting(value: unknown, key: string, example: string): Problem {
  const usable = typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number';
  const written = usable ? (typeof value === 'string' ? JSON.stringify(value) : String(value)) : example;
  return {
    code: 'WD0103',
    detail: `\`${key}\` is ${show(value)}, which does not say whether the image enforces it.`,
    help: `write ${key} = { active = ${written} } to enforce it, or ${key} = { deferred = ${written} } to document it as the target`,
  };
}

function badDuration(value: unknown): Problem {
  const code = 'WD0106';
  if (typeof value === 'number' || typeof value === 'bigint') {
    return { code, detail: `${value} has no unit.`, help: `write "${value}s" if seconds are meant` };
  }
  if (typeof value !== 'string')
    return { code, detail: `${typeName(value)} is not a duration.`, help: 'write "30s"' };
  const result = parseDuration(value);
  if (result.ok) return { code, detail: `${show(value)} is not a duration.` };
  const help =
    result.suggestion === undefined ? 'units are ms, s, min, h and d' : `write "${result.suggestion}"`;
  const details = {
    'no-unit': `${show(value)} has no unit.`,
    'unknown-unit': `${show(value)} is not a whole number directly followed by ms, s, min, h or d.`,
    'not-a-duration': `${show(value)} is not a whole number followed by a unit.`,
    'too-long': `${show(value)} is longer than the kernel can hold (${formatDuration(MAX_DURATION_MS)}).`,
    zero: `${show(value)} is no time at all; leave the setting out instead.`,
  } as const;
  return { code, detail: details[result.problem], help: result.problem === 'zero' ? undefined : help };
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
  const words = ['rehearsal', 'fired', 'approval', 'boots:50', 'soak:72h'];
  const near = typeof value === 'string' ? suggest(value, words) : undefined;
  return {
    code: 'WD0112',
    detail: `${show(value)} is not a gate.`,
    help:
      near === undefined
        ? 'gates are rehearsal, fired, approval, boots:N (N at least 1) and soak:DURATION (soak:72h)'
        : `did you mean "${near}"?`,
  };
}

function badName(value: unknown, what: string): Problem {
  if (typeof value !== 'string')
    return { code: 'WD0105', detail: `A ${what} is text, not ${typeName(value)}.` };
  return { code: 'WD0108', detail: `${show(value)} cannot be the name of a ${what}.` };
}

function badForm(value: unknown, what: string, example: string): Problem {
  if (typeof value !== 'string')
    return {
      code: 'WD0105',
      detail: `A ${what} is text, not ${typeName(value)}.`,
      help: `write "${example}"`,
    };
  return { code: 'WD0114', detail: `${show(value)} is not a ${what}.`, help: `for example "${example}"` };
}

function badFlag(value: unknown): Problem {
  if (typeof value === 'boolean')
    return {
      code: 'WD0105',
      detail: 'Kconfig knows y, m and n, not true and false.',
      help: `write "${value ? 'y' : 'n'}"`,
    };
  if (typeof value === 'number' || typeof value === 'bigint')
    return { code: 'WD0114', detail: `${value} is not a whole number from -2147483648 to 4294967295.` };
  return {
    code: 'WD0105',
    detail: `A kernel flag is "y", "m", "n", a whole number, "0x.." or text, not ${typeName(value)}.`,
  };
}

function badText(value: unknown): Problem {
  if (typeof value !== 'string')
    return { code: 'WD0105', detail: `Text is expected here, not ${typeName(value)}.` };
  return {
    code: 'WD0114',
    detail: value === '' ? 'The text is empty.' : 'The text is longer than 2000 characters.',
  };
}

function otherProblem(issue: z.core.$ZodIssue, value: unknown, path: KeyPath): Problem {
  if (path.length === 1 && path[0] === 'schema')
    return {
      code: 'WD0109',
      detail: `This wdgen reads schema 1, not ${show(value)}.`,
      help: 'write schema = 1',
    };
  if (issue.code === 'too_small') return { code: 'WD0114', detail: 'The list is empty.' };
  const wanted = issue.code === 'invalid_type' ? WANTED[issue.expected] : undefined;
  return { code: 'WD0105', detail: `${wanted ?? 'Something else'} is expected here, not ${show(value)}.` };
}

const WANTED: Readonly<Record<string, string>> = {
  object: 'A table',
  record: 'A table',
  array: 'An array',
  string: 'Text',
  boolean: 'true or false',
  number: 'A number',
  int: 'A whole number',
};
