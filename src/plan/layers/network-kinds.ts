import { formatDuration } from '../../core/duration.js';
import { suggest } from '../../core/suggest.js';
import { complain, type Notes } from '../notes.js';
import type { Need } from '../types.js';
import { toMs } from './watchdog.js';

/** A place in the `network` table of a target. */
export type Place = readonly [string, ...string[]];

/** What a kind of probe, guard or step needs, by key with an example, and what it takes besides. */
export interface KindKeys {
  readonly needs: Readonly<Record<string, string>>;
  readonly takes: readonly string[];
}

/** Complains about keys that a kind lacks or does not take. Whether it has all it needs. */
export function checkKeys(notes: Notes, at: Place, kind: string, written: object, keys: KindKeys): boolean {
  const missing = Object.entries(keys.needs).filter(([key]) => !Object.hasOwn(written, key));
  for (const [key, example] of missing) {
    complain(notes, 'WD0213', ['network', ...at, key], {
      detail: `A ${at[0]} that is ${kind} needs \`${key}\`.`,
      help: `add: ${example}`,
    });
  }
  const known = [...Object.keys(keys.needs), ...keys.takes];
  for (const key of Object.keys(written).filter((one) => !known.includes(one))) {
    complain(notes, 'WD0214', ['network', ...at, key], {
      detail: `\`${key}\` means nothing for a ${at[0]} that is ${kind}.`,
      help: `remove it; ${kind} takes ${known.map((one) => `\`${one}\``).join(', ')}`,
    });
  }
  return missing.length === 0;
}

/** Complains about names in a list that nothing has, or that stand there twice. */
export function checkNames(
  notes: Notes,
  at: Place,
  what: string,
  names: readonly string[],
  known: readonly string[],
): void {
  for (const [index, name] of names.entries()) {
    if (!known.includes(name)) {
      const near = suggest(name, known);
      const help = known.length === 0 ? `add: a ${what} of that name` : `known: ${known.join(', ')}`;
      complain(notes, 'WD0214', ['network', ...at, index], {
        detail: `There is no ${what} "${name}".`,
        help: near === undefined ? help : `did you mean "${near}"?`,
      });
    } else if (names.indexOf(name) !== index) {
      complain(notes, 'WD0214', ['network', ...at, index], {
        detail: `"${name}" stands there twice.`,
        help: what === 'step' ? 'define a second step that does the same, and name that' : 'remove one',
      });
    }
  }
}

/** Complains about what is defined and never used: whoever wrote it believes that it works. */
export function checkUsed(
  notes: Notes,
  table: string,
  defined: readonly string[],
  used: readonly string[],
  where: string,
): void {
  for (const name of defined.filter((one) => !used.includes(one))) {
    complain(notes, 'WD0214', ['network', table, name], {
      detail: `Nothing uses the ${table} "${name}".`,
      help: `name it in ${where}, or remove it`,
    });
  }
}

/** `all`, `any`, `quorum:2`; the schema has checked the form. */
export function readNeed(text: string | undefined): Need {
  if (text?.startsWith('quorum:')) return { kind: 'quorum', of: Number(text.slice('quorum:'.length)) };
  return { kind: text === 'any' ? 'any' : 'all' };
}

/** Complains about a quorum that can never be reached. */
export function checkQuorum(notes: Notes, at: Place, need: Need, size: number): void {
  if (need.kind !== 'quorum' || need.of <= size) return;
  complain(notes, 'WD0214', ['network', ...at], {
    detail: `${need.of} of ${size} can never succeed.`,
    help: `write at most "quorum:${size}"`,
  });
}

/** A time in milliseconds that the generated program can keep. Complains about fractions of a second. */
export function seconds(notes: Notes, at: Place, text: string | undefined, otherwise: string): number {
  const ms = toMs(text ?? otherwise);
  if (ms % 1000 !== 0) {
    const whole = Math.max(1000, Math.round(ms / 1000) * 1000);
    complain(notes, 'WD0208', ['network', ...at], {
      detail: `The program counts in whole seconds, and ${text} has a fraction.`,
      help: `write "${formatDuration(whole)}"`,
    });
  }
  return ms;
}
