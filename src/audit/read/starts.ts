import type { ImageTree } from '../image/tree.js';
import type { Place } from '../place.js';
import { readCrontabs } from './crontabs.js';
import { readInitScripts } from './init-scripts.js';
import { readInittab } from './inittab.js';
import { readS6Runs } from './s6.js';
import { readUnitStarts } from './unit-starts.js';
import type { Unit } from './units.js';

/** What starts programs in an image. */
export type Starter = 'unit' | 'inittab' | 'init-script' | 's6-rc' | 'rc.local' | 'cron';

/** A program that the image starts, or would start if anything enabled it. */
export interface Start {
  readonly by: Starter;
  /** `edge.service`, `S15watchdog`, `/sbin/watchdog` of an inittab line. */
  readonly name: string;
  /** What starts it at boot; undefined when nothing does. */
  readonly on: Place | undefined;
  /** The command, word by word. */
  readonly words: readonly string[];
  /** The line that says it. */
  readonly place: Place;
  /** The unit that it belongs to. */
  readonly unit?: Unit;
  /** When it comes among its like: `S15` before `S40`; inittab lines in order. */
  readonly order: number;
}

/** Every program that init, its services and cron start. */
export function readStarts(
  tree: ImageTree,
  units: ReadonlyMap<string, Unit>,
  enabled: ReadonlyMap<string, Place>,
): readonly Start[] {
  const direct = [...readUnitStarts(units, enabled), ...readInittab(tree)];
  return [...direct, ...readInitScripts(tree, direct), ...readS6Runs(tree), ...readCrontabs(tree)];
}
