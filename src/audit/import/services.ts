import type { Found } from '../found.js';
import { effective, timeSpan } from '../read/ini.js';
import type { Unit } from '../read/units.js';
import { duration, type Entry, type Piece, type Remark, text } from './piece.js';
import { plainName } from './watchdog.js';

/** Keys of a unit that a spec has, each with its word there and how its value is written. */
const KEYS: readonly (readonly [unit: string, spec: string, form: 'word' | 'time', words?: RegExp])[] = [
  ['Type', 'type', 'word', /^(notify|notify-reload|simple|exec|forking)$/],
  ['WatchdogSec', 'watchdog', 'time'],
  ['NotifyAccess', 'notify-access', 'word', /^(main|exec|all)$/],
  ['Restart', 'restart', 'word', /^(no|on-failure|on-watchdog|on-abnormal|on-abort|always)$/],
  ['RestartSec', 'restart-delay', 'time'],
  ['TimeoutStartSec', 'start-timeout', 'time'],
  ['TimeoutStopSec', 'stop-timeout', 'time'],
];

/** A table for each unit with a heartbeat. The unit itself stays: the spec makes a drop-in beside it. */
export function servicesPiece(found: Found): Piece {
  const watched = [...found.units.values()].filter(
    (unit) =>
      unit.file !== undefined && !unit.alias && !unit.name.startsWith('systemd-') && limitOf(unit) > 0,
  );
  const tables = watched
    .filter(({ name }) => isWritable(name))
    .map((unit) => ({
      name: `service.${keyOf(unit.name)}`,
      entries: entriesOf(unit),
    }));
  const remarks = watched
    .filter(({ name }) => !isWritable(name))
    .map(
      ({ name, file }): Remark => ({
        place: { in: file ?? { file: name, text: '' }, line: 1 },
        detail: `${name} is a template, or has a name that a spec cannot have.`,
        help: 'leave its unit as it is',
      }),
    );
  return { tables, remarks };
}

/** A dot would make a table in a table. */
function keyOf(name: string): string {
  return plainName(name).replaceAll('.', '-');
}

function limitOf({ all }: Unit): number {
  return timeSpan(effective(all, 'Service', 'WatchdogSec')?.last.value ?? '') ?? 0;
}

function isWritable(name: string): boolean {
  return /^[A-Za-z0-9:_][A-Za-z0-9:_.-]{0,200}\.service$/.test(name);
}

function entriesOf(unit: Unit): readonly Entry[] {
  const { name, file, all } = unit;
  const from = { in: file ?? { file: name, text: '' }, line: 1 };
  const isPlain = `${keyOf(name)}.service` === name;
  return [
    { key: 'state', value: '"active"', from },
    ...(isPlain ? [] : [{ key: 'unit', value: text(name), from }]),
    ...KEYS.flatMap(([key, word, form, words]): Entry[] => {
      const last = effective(all, 'Service', key)?.last;
      if (last === undefined || last.value === '') return [];
      const ms = form === 'time' ? timeSpan(last.value) : null;
      if (form === 'time' ? ms === null || ms === 0 : words?.test(last.value) !== true) return [];
      return [{ key: word, value: ms === null ? text(last.value) : duration(ms), from: last.place }];
    }),
    ...startLimit(unit),
  ];
}

function startLimit({ all }: Unit): readonly Entry[] {
  const burst = effective(all, 'Unit', 'StartLimitBurst')?.last;
  const interval = effective(all, 'Unit', 'StartLimitIntervalSec')?.last;
  const ms = timeSpan(interval?.value ?? '');
  if (burst === undefined || !/^[1-9]\d{0,2}$/.test(burst.value) || ms === null || ms === 0) return [];
  return [
    {
      key: 'start-limit',
      value: `{ burst = ${burst.value}, interval = ${duration(ms)} }`,
      from: burst.place,
    },
  ];
}
