import * as z from 'zod/mini';
import { parseDuration } from '../core/duration.js';
import { marked } from './kinds.js';

// Compiling a validator pays from some hundred documents on; a spec is one.
z.config({ jitless: true });

/** Gives a schema node the text that editors show. */
export function described<S extends z.ZodMiniType>(schema: S, description: string): S {
  z.globalRegistry.add(schema, { description });
  return schema;
}

/** What most specs do not have: its schema is made when one does. */
export function later<S extends z.ZodMiniType>(make: () => S, description: string) {
  return described(z.lazy(make), description);
}

/** Text of one form: what it is, the rule in words, an example. */
export function formed(what: string, rule: string, example: string, pattern: RegExp, max: number) {
  return marked({ kind: 'form', what, rule, example }, z.string().check(z.regex(pattern), z.maxLength(max)));
}

/** The pattern is for editors; `parseDuration` decides. */
const DURATION = /^[0-9]{1,13}(ms|s|min|h|d)$/;
const isDuration = (text: string) => parseDuration(text).ok;
/** A duration: text with a unit. */
export const durationText = () =>
  marked({ kind: 'duration' }, z.string().check(z.regex(DURATION), z.refine(isDuration)));
/** Text for people. */
export const prose = () => marked({ kind: 'text' }, z.string().check(z.minLength(1), z.maxLength(2000)));
/** A name that becomes part of file, unit and service names. */
export const name = (what: string) =>
  marked({ kind: 'name', what }, z.string().check(z.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/), z.regex(/[^.]$/)));

/**
 * A setting: `{ active }`, `{ deferred }`, `{ active, deferred }` or `{ forbidden }`. States are checked in states.ts. Its
 * schema is made for the first spec that has it.
 */
export function setting<S extends z.ZodMiniType>(value: () => S, example: string, description: string) {
  const accepts = (written: unknown) => value().safeParse(written).success;
  const table = () =>
    z.strictObject({
      active: z.optional(described(value(), 'enforced in the image today')),
      deferred: z.optional(described(value(), 'documented target, not enforced; `wdgen enable` moves to it')),
      forbidden: z.optional(described(prose(), 'must not be enforced on this board; the reason')),
    });
  return later(() => marked({ kind: 'setting', example, accepts }, table()), description);
}

/** A feeder, by name. */
export const feederText = () =>
  marked(
    { kind: 'feeder' },
    z.string().check(z.regex(/^(systemd|busybox|watchdogd|application:[a-z0-9][a-z0-9._-]{0,63})$/)),
  );

/** make reads a configuration too: it runs `$(..)`, cuts at `#`, and hands a backtick to a shell. A value is one line. */
const FLAG_TEXT = /^[^$`#\u0000-\u001f\u007f]*$/;
/** The value of a Kconfig symbol. */
export const flagValue = () =>
  marked(
    { kind: 'flag-value' },
    z.union([
      z.int().check(z.gte(-2147483648), z.lte(4294967295)),
      z.string().check(z.maxLength(1024), z.regex(FLAG_TEXT)),
    ]),
  );

/** Why settings of a table are deferred, and what lifts that. */
export const deferral = () =>
  described(
    z.strictObject({
      reason: described(prose(), 'why the deferred settings are not enforced yet'),
      gate: described(
        z
          .array(
            marked(
              { kind: 'gate' },
              z.string().check(
                z.regex(/^(rehearsal|fired|approval|boots:[1-9][0-9]{0,5}|soak:[0-9]{1,13}(ms|s|min|h|d))$/),
                z.refine((gate) => !gate.startsWith('soak:') || isDuration(gate.slice('soak:'.length))),
              ),
            ),
          )
          .check(z.minLength(1)),
        'what lifts the deferral: rehearsal, boots:N, fired, soak:DURATION, approval',
      ),
    }),
    'why settings of this table are deferred, and what lifts that',
  );

/** Settings of a table that were made active without what their gate asks for. `wdgen enable --override` writes it. */
const override = () =>
  described(
    z.strictObject({
      reason: described(prose(), 'why they were made active all the same'),
      settings: described(
        z
          .array(formed('setting', 'the words of a setting', 'watchdog.runtime', SETTING, 255))
          .check(z.minLength(1)),
        'which settings',
      ),
      unmet: described(
        z.array(formed('gate', 'a gate', 'boots:50', /^[a-z0-9:]+$/, 64)),
        'what their gate asked for and nobody had',
      ),
    }),
    'settings that were made active without their evidence; `wdgen enable --override` writes it',
  );

const SETTING = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/** The two tables that every table may have whose settings can be deferred. */
export const deferrable = () => ({
  deferral: z.optional(later(deferral, 'why settings of this table are deferred, and what lifts that')),
  override: z.optional(
    later(
      override,
      'settings that were made active without their evidence; `wdgen enable --override` writes it',
    ),
  ),
});

/** A setting that is a duration. */
export const duration = (example: string, description: string) =>
  setting(durationText, `"${example}"`, description);
