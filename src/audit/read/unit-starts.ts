import type { Place } from '../place.js';
import { listOf } from './ini.js';
import type { Start } from './starts.js';
import type { Unit } from './units.js';
import { splitWords } from './words.js';

const KEYS = ['ExecCondition', 'ExecStartPre', 'ExecStart', 'ExecStartPost'] as const;

/** The commands of services. `Exec..=` may start with `@-:+!`. Source: systemd.service(5). */
export function readUnitStarts(
  units: ReadonlyMap<string, Unit>,
  enabled: ReadonlyMap<string, Place>,
): readonly Start[] {
  return [...units.values()]
    .filter(({ name, masked }) => name.endsWith('.service') && masked === undefined)
    .flatMap((unit) =>
      KEYS.flatMap((key) => listOf(unit.all, 'Service', key)).map(
        ({ value, place }, order): Start => ({
          by: 'unit',
          name: unit.name,
          on: enabled.get(unit.name),
          words: splitWords(value.replace(/^[-@:+!|]+/, '')),
          place,
          unit,
          order,
        }),
      ),
    );
}
