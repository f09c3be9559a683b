import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { parseDuration } from '../core/duration.js';
import type { Shard } from '../core/shard.js';
import type { OwnImages } from '../rehearse/types.js';
import { ACCELERATIONS, type Acceleration } from '../system/accelerator.js';
import { readShard } from './shards.js';

export interface RehearseArguments {
  readonly spec: string;
  readonly targets: readonly string[];
  readonly scenarios: readonly string[];
  readonly task: 'list' | 'prepare' | 'run';
  /** As typed. */
  readonly repeat: string;
  readonly shard?: string | undefined;
  readonly jobs?: string | undefined;
  readonly seed: string;
  readonly timeLimit: string;
  readonly diskLimit: string;
  readonly accel: string;
  /** Where to write the report. */
  readonly report?: string | undefined;
  readonly kernel?: string | undefined;
  readonly initrd?: string | undefined;
  readonly image?: string | undefined;
  /** The time, for people who read the record. */
  readonly nowMs: number;
}

/** What the options that hold numbers or files come to. */
export interface Settings {
  readonly repeats: number;
  readonly shard: Shard | undefined;
  readonly parallel: number;
  readonly seed: number;
  readonly totalMs: number;
  readonly diskBytes: number;
  readonly own: OwnImages;
  readonly acceleration: Acceleration;
}

/** Reads the options; every mistake is a finding. */
export function settingsOf(args: RehearseArguments): {
  readonly settings: Settings;
  readonly diagnostics: readonly Diagnostic[];
} {
  const wrong: Diagnostic[] = [];
  const number = (option: string, text: string, least: number, most: number): number => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : -1;
    if (value >= least && value <= most) return value;
    wrong.push(usage(`${option} ${text} is no whole number from ${least} to ${most}.`, `${option} ${least}`));
    return least;
  };
  const limit = parseDuration(args.timeLimit);
  if (!limit.ok)
    wrong.push(usage(`--time-limit ${args.timeLimit} is no duration.`, 'a whole number and a unit: 30min'));
  const settings = {
    repeats: number('--repeat', args.repeat, 1, 10_000),
    shard: partOf(args.shard, wrong),
    // A machine in software emulation keeps one processor busy, and its host another half.
    parallel:
      args.jobs === undefined
        ? Math.max(1, Math.floor(availableParallelism() / 2))
        : number('--jobs', args.jobs, 1, 256),
    seed: number('--seed', args.seed, 0, 0xffffffff),
    totalMs: limit.ok ? limit.ms : 0,
    diskBytes: bytesOf(args.diskLimit, wrong),
    own: ownImages(args, wrong),
    acceleration: accelerationOf(args.accel, wrong),
  };
  return { settings, diagnostics: wrong };
}

function usage(detail: string, help: string): Diagnostic {
  return diagnostic('WD0601', { detail, help });
}

function partOf(text: string | undefined, wrong: Diagnostic[]): Shard | undefined {
  const read = readShard(text);
  if ('shard' in read) return read.shard;
  wrong.push(read.wrong);
  return undefined;
}

/** `4GiB`, in the form that sizes have in a spec. */
function bytesOf(text: string, wrong: Diagnostic[]): number {
  const [, count, unit] = /^([1-9]\d{0,5})(MiB|GiB)$/.exec(text) ?? [];
  if (count === undefined)
    wrong.push(usage(`--disk-limit ${text} is no size.`, 'a whole number of MiB or GiB: 4GiB'));
  return Number(count ?? 0) * 1024 ** (unit === 'GiB' ? 3 : 2);
}

function accelerationOf(text: string, wrong: Diagnostic[]): Acceleration {
  const found = ACCELERATIONS.find((one) => one === text);
  if (found === undefined)
    wrong.push(usage(`--accel ${text} is none of ${ACCELERATIONS.join(', ')}.`, '--accel auto'));
  return found ?? 'auto';
}

function ownImages({ kernel, initrd, image }: RehearseArguments, wrong: Diagnostic[]): OwnImages {
  const given = Object.entries({ kernel, initrd, image }).flatMap(([option, path]) =>
    path === undefined ? [] : [[option, path] as const],
  );
  for (const [option, path] of given) {
    if (!existsSync(path))
      wrong.push(usage(`--${option} ${path}: there is no such file.`, 'name what is to be booted'));
  }
  return Object.fromEntries(given);
}
