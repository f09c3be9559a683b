import type { ImageTree } from '../image/tree.js';
import type { Place } from '../place.js';
import { daemonFeeder } from './feeder-daemons.js';
import { openerFeeder } from './feeder-openers.js';
import type { Assignment } from './ini.js';
import { effective, timeSpan } from './ini.js';
import type { Start } from './starts.js';
import type { Step } from './steps.js';

/** Something that opens the hardware watchdog and pets it. */
export interface FoundFeeder {
  readonly kind: 'systemd' | 'busybox' | 'watchdogd' | 'watchdog' | 'application';
  /** For sentences: `systemd`, `S15watchdog`, `edge.service`. */
  readonly name: string;
  /** `/dev/watchdog` and `/dev/watchdog0` are one. */
  readonly device: string;
  readonly timeoutMs: number | null;
  readonly petMs: number | null;
  /** What starts it; undefined when nothing does. */
  readonly on: Place | undefined;
  /** The line that makes it a feeder. */
  readonly place: Place;
  readonly start: Start | null;
}

/** Every feeder of an image, whether something starts it or not. */
export function readFeeders(
  tree: ImageTree,
  manager: readonly Assignment[],
  steps: readonly Step[],
): readonly FoundFeeder[] {
  const found = steps.flatMap((step) => daemonFeeder(tree, step) ?? openerFeeder(tree, step) ?? []);
  const seen = new Set<string>();
  const once = found.filter(({ start, kind }) => {
    const key = `${start?.by} ${start?.name} ${kind}`;
    return !seen.has(key) && seen.add(key);
  });
  return [...systemdFeeder(tree, manager), ...once];
}

/** PID 1 feeds while RuntimeWatchdogSec is set. */
function systemdFeeder(tree: ImageTree, manager: readonly Assignment[]): readonly FoundFeeder[] {
  const runtime = effective(manager, 'Manager', 'RuntimeWatchdogSec')?.last;
  if (runtime === undefined || runtime.value === '' || timeSpan(runtime.value) === 0) return [];
  const device = effective(manager, 'Manager', 'WatchdogDevice')?.last.value;
  const isInit =
    tree.find('/usr/lib/systemd/systemd') !== undefined || tree.find('/etc/inittab') === undefined;
  return [
    {
      kind: 'systemd',
      name: 'systemd',
      device: nodeOf(device === undefined || device === '' ? '/dev/watchdog0' : device),
      timeoutMs: timeSpan(runtime.value),
      petMs: null,
      on: isInit ? runtime.place : undefined,
      place: runtime.place,
      start: null,
    },
  ];
}

/** The two names of the first watchdog are one device. */
export function nodeOf(device: string): string {
  return device === '/dev/watchdog' ? '/dev/watchdog0' : device;
}
