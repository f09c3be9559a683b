import { coreSymbols } from '../../catalogue/core-symbols.js';
import { findDriver } from '../../catalogue/index.js';
import type { Board } from '../../catalogue/types.js';
import type { Found } from '../found.js';
import type { FoundFeeder } from '../read/feeders.js';
import { effective, timeSpan } from '../read/ini.js';
import { active, duration, type Entry, type Piece, type Remark, type Table, text } from './piece.js';

const MANAGER = {
  reboot: 'RebootWatchdogSec',
  kexec: 'KExecWatchdogSec',
  pretimeout: 'RuntimeWatchdogPreSec',
} as const;

/** The tables `watchdog` and `kernel`. */
export function watchdogPiece(found: Found, board: Board, bySystemd: boolean): Piece {
  const on = found.feeders.filter((feeder) => feeder.on !== undefined);
  const [feeder, ...others] = on;
  const remarks = others.map(
    ({ name, place }): Remark => ({
      place,
      detail: `${name} opens a watchdog as well; a target has one feeder, and ${feeder?.name} was taken.`,
      help: 'take one out of the image: wdgen audit --no-spec names both',
    }),
  );
  const watchdog = feeder === undefined ? deferred(found, bySystemd) : fed(found, feeder);
  return {
    tables: [...kernel(found, board), ...watchdog.tables],
    remarks: [...remarks, ...watchdog.remarks],
  };
}

const USUAL = 'A usual timeout that every driver holds.';

/** Nobody feeds: then a watchdog is only wanted, as in a starter spec. What is set beside it stays. */
function deferred(found: Found, bySystemd: boolean): Piece {
  const word = bySystemd ? 'systemd' : 'busybox';
  const nobody = 'Nothing in the tree feeds the watchdog.';
  const times = managerEntries(found, 'systemd', false);
  return {
    tables: [
      {
        name: 'watchdog',
        entries: [
          { key: 'feeder', value: later(text(word)), from: nobody },
          { key: 'runtime', value: later('"15s"'), from: USUAL },
          ...(bySystemd ? times : []),
          ...nowayout(found),
        ],
      },
      deferral('Nothing feeds the watchdog today'),
    ],
    remarks: bySystemd ? [] : times.flatMap(foreignTime),
  };
}

/** A time in systemd's configuration, in an image that another init boots. */
function foreignTime({ key, from }: Entry): readonly Remark[] {
  if (typeof from === 'string') return [];
  const detail = `This is systemd's ${MANAGER[key as keyof typeof MANAGER]}, and systemd does not boot this image.`;
  return [{ place: from, detail, help: 'take the line out of the image' }];
}

function deferral(reason: string): Table {
  return {
    name: 'watchdog.deferral',
    entries: [
      { key: 'reason', value: text(reason), from: 'Why the settings above are not enforced.' },
      { key: 'gate', value: '["rehearsal", "boots:50"]', from: 'What lifts that.' },
    ],
  };
}

function later(value: string): string {
  return `{ deferred = ${value} }`;
}

/** A timeout that nobody found is only proposed: a machine that pets more slowly would be reset by a guess. */
function fed(found: Found, feeder: FoundFeeder): Piece {
  const { kind, name, device, timeoutMs, petMs, place } = feeder;
  const isKnown = kind === 'systemd' || kind === 'busybox' || kind === 'watchdogd';
  const word = isKnown ? kind : `application:${plainName(name)}`;
  const isTimed = timeoutMs !== null && timeoutMs >= 1000;
  const entries: Entry[] = [
    ...(device === '/dev/watchdog0' ? [] : [{ key: 'device', value: text(device), from: place }]),
    { key: 'feeder', value: active(text(word)), from: place },
    isTimed
      ? { key: 'runtime', value: active(duration(wholeSeconds(timeoutMs))), from: place }
      : {
          key: 'runtime',
          value: later('"15s"'),
          from: `Not found: the timeout that the feeder asks for. ${USUAL}`,
        },
    ...(petMs === null || kind === 'systemd'
      ? []
      : [{ key: 'pet', value: isTimed ? active(duration(petMs)) : later(duration(petMs)), from: place }]),
    ...managerEntries(found, kind, isTimed),
    ...nowayout(found),
  ];
  const unknown: Remark[] =
    kind === 'watchdog'
      ? [
          {
            place,
            detail: `${name} is watchdog(8), which wdgen does not generate: it stands in the spec as an application.`,
            help: 'make systemd, the BusyBox applet or watchdogd the feeder',
          },
        ]
      : [];
  const guessed = isTimed ? [] : [deferral(`The timeout that ${name} asks for was not found in the tree`)];
  return { tables: [{ name: 'watchdog', entries }, ...guessed, ...service(found, feeder)], remarks: unknown };
}

function wholeSeconds(ms: number): number {
  return Math.max(1000, Math.floor(ms / 1000) * 1000);
}

export function plainName(name: string): string {
  const plain = name
    .replace(/\.service$/, '')
    .split('/')
    .at(-1)
    ?.toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '-')
    .replace(/^[^a-z0-9]+/, '');
  return plain === undefined || plain === '' ? 'application' : plain.slice(0, 60).replace(/\.+$/, '');
}

/** A pretimeout belongs to the runtime, and is active with it. */
function managerEntries(found: Found, kind: FoundFeeder['kind'], isTimed: boolean): readonly Entry[] {
  return Object.entries(MANAGER).flatMap(([key, name]): Entry[] => {
    const last = effective(found.manager, 'Manager', name)?.last;
    const ms = timeSpan(last?.value ?? '');
    if (last === undefined || ms === null || ms === 0 || (key === 'pretimeout' && kind !== 'systemd'))
      return [];
    const state = key === 'pretimeout' && !isTimed ? later : active;
    const time = { key, value: state(duration(ms)), from: last.place };
    return key === 'pretimeout' ? [time, ...governor(found)] : [time];
  });
}

/** Another governor than the usual one. */
function governor({ manager }: Found): readonly Entry[] {
  const last = effective(manager, 'Manager', 'RuntimeWatchdogPreGovernor')?.last;
  return last?.value === 'noop'
    ? [{ key: 'pretimeout-governor', value: text('noop'), from: last.place }]
    : [];
}

function nowayout({ kernel, cmdline, modules }: Found): readonly Entry[] {
  const built = kernel?.symbols.get('WATCHDOG_NOWAYOUT');
  const word =
    cmdline.find(({ value }) => /\.nowayout=1$/.test(value)) ??
    modules.options.find(({ value }) => value.option === 'nowayout' && value.value === '1');
  const place = built?.value === 'y' ? built.place : word?.place;
  return place === undefined ? [] : [{ key: 'nowayout', value: active('true'), from: place }];
}

/** What the service of a feeder is called, where wdgen would write one, and what starts before it. */
function service(found: Found, { start, kind }: FoundFeeder): readonly Table[] {
  if (start === null || kind === 'application' || (start.by !== 's6-rc' && start.by !== 'unit')) return [];
  const folder = (start.words[0] ?? '').replace(/\/run$/, '');
  const after = start.by === 's6-rc' ? found.tree.list(`${folder}/dependencies.d`) : [];
  const entries: Entry[] = [
    { key: 'name', value: text(plainName(start.name)), from: start.place },
    ...(after.length === 0
      ? []
      : [{ key: 'after', value: `[${after.map(text).join(', ')}]`, from: start.place }]),
  ];
  return [{ name: 'watchdog.service', entries }];
}

/** Options of a fragment that do not follow from the driver. A whole configuration is not taken over. */
function kernel({ kernel: config, modules }: Found, board: Board): readonly Table[] {
  if (config === null) return [];
  const driver = board.driver === null ? undefined : findDriver(board.driver);
  const own = config.symbols.get(driver?.symbols[0]?.symbol ?? '');
  const asModule = own?.value === 'm' || modules.early.length > 0;
  const derived = new Set<string>([
    ...Object.keys(coreSymbols),
    ...(driver?.symbols ?? []).map(({ symbol }) => symbol),
  ]);
  const isFragment = config.symbols.size <= 100;
  const flags = [...config.symbols].filter(
    ([symbol]) => isFragment && !derived.has(symbol) && /WATCHDOG|WDT|PANIC|LOCKUP|HUNG/.test(symbol),
  );
  return [
    ...(asModule && own !== undefined
      ? [{ name: 'kernel', entries: [{ key: 'driver', value: '"module"', from: own.place }] }]
      : []),
    ...(flags.length === 0
      ? []
      : [
          {
            name: 'kernel.flags',
            entries: flags.map(([symbol, { value, place }]) => ({
              key: symbol,
              value: active(flag(value)),
              from: place,
            })),
          },
        ]),
  ];
}

function flag(value: string): string {
  return /^\d+$/.test(value) ? value : text(value.replace(/^"|"$/g, ''));
}
