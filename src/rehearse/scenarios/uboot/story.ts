import { readFileSync } from 'node:fs';
import { figureOf, timeline } from '../../../analyse/timeline.js';
import { i6300esb } from '../../../catalogue/drivers/i6300esb.js';
import type { DriverPlan, RollbackPlan, TargetPlan } from '../../../plan/types.js';
import { diskOf } from '../../guests/uboot.js';
import { readBoots, stagesOf, type UbootBoot } from '../../guests/uboot-boots.js';
import { MOST_PARTITIONS } from '../../guests/uboot-disk.js';
import { mediumOf, readEnvironment } from '../../guests/uboot-environment.js';
import { placesOf } from '../../guests/uboot-script.js';
import { longestStages } from '../../stages.js';
import type { Guest, Lab, Mark, Measure, Verdict } from '../../types.js';

/** A start takes seconds; on a machine that is busy with other things it may take this long. */
export const START_MS = 120_000;

/** How long after a hang the reset is waited for beyond the timeout, so that a late one is seen to be late. */
const LATE_MS = 15_000;

/** The scenario has come to an end that it did not want. */
export class Unexpected extends Error {}

/**
 * Who counts in the other schemes, and why it cannot here: Debian's u-boot-qemu is 2023.01, built from qemu_arm64_defconfig.
 */
const UNCOUNTED: Readonly<Record<Exclude<RollbackPlan['scheme'], 'rauc-uboot'>, string>> = {
  'uboot-bootcount':
    "U-Boot itself counts (uboot-bootcount), and Debian's U-Boot for QEMU is built without CONFIG_BOOTCOUNT_ENV",
  'rauc-bootmeth':
    "U-Boot's BOOTMETH_RAUC chooses the slot (rauc-bootmeth): Debian's U-Boot for QEMU is older, and it looks at MMC only, which that build does not have",
  'systemd-boot': 'systemd-boot counts, and no machine of these is started by it',
  grub: 'GRUB counts, and no machine of these is started by it',
};

/** Why a target's slots cannot be rehearsed on this machine; undefined when they can. */
export function misfit({ rollback }: TargetPlan): string | undefined {
  if (rollback?.state !== 'active') return 'there is no boot-count rollback today';
  const { scheme } = rollback;
  if (scheme !== 'rauc-uboot') return UNCOUNTED[scheme];
  const targets = [
    ...rollback.slots.map(({ boot }) => boot),
    ...(rollback.recovery === null ? [] : [rollback.recovery]),
  ];
  if (targets.some((boot) => boot === null || boot.initrd === null))
    return 'a slot without an initrd would need a root file system of its own';
  if (placesOf(rollback).size >= MOST_PARTITIONS) return "more partitions than the emulator's disk has";
  return undefined;
}

/** Like `misfit`, for what needs a watchdog that runs. */
export function misfitUnarmed(plan: TargetPlan): string | undefined {
  return misfit(plan) ?? (plan.watchdog.armed ? undefined : 'nothing opens the watchdog today');
}

export function rollbackOf({ plan }: Lab): RollbackPlan {
  if (plan.rollback === null) throw new Error('a scenario of rollback runs without one');
  return plan.rollback;
}

/** The slot that an update has just been written to, and U-Boot's variables after it: it comes first. */
export function updated(lab: Lab): {
  readonly slot: string;
  readonly other: string;
  readonly environment: Readonly<Record<string, string>>;
} {
  const names = rollbackOf(lab).slots.map(({ name }) => name);
  const slot = names.at(-1) ?? '';
  const rest = names.slice(0, -1);
  return { slot, other: rest[0] ?? '', environment: { BOOT_ORDER: [slot, ...rest].join(' ') } };
}

/** U-Boot's variables as they are on the disk. */
export function variables(lab: Lab): Readonly<Record<string, string>> {
  const found = readEnvironment(readFileSync(diskOf(lab.folder)), mediumOf(rollbackOf(lab)));
  if (found === undefined) throw new Unexpected("no copy of U-Boot's environment on the disk is whole");
  return found;
}

/** Tries left for a slot, on the disk. */
export function left(lab: Lab, slot: string): string {
  return variables(lab)[`BOOT_${slot}_LEFT`] ?? 'missing';
}

/** A machine whose starts are looked at one after the other. */
export class Watched {
  #at = 0;
  /** When this machine was started, since the first one of the run was. */
  readonly #startMs: number;

  constructor(
    readonly guest: Guest,
    readonly lab: Lab,
  ) {
    this.#startMs = Math.max(0, lab.nowMs() - guest.machine.nowMs);
  }

  /** The moments of its starts. */
  get marks(): readonly Mark[] {
    return marksOf(this.boots).map(({ atMs, text }) => ({ atMs: atMs + this.#startMs, text }));
  }

  get boots(): readonly UbootBoot[] {
    return readBoots(this.guest.machine.events);
  }

  /** The start that goes on now. */
  get boot(): UbootBoot {
    return this.boots.at(-1) ?? { startMs: 0, from: 0 };
  }

  /** Waits for a line of this start. */
  async line(pattern: RegExp, limitMs: number, wanted: string): Promise<number> {
    const found = await this.guest.machine.waitFor(
      ({ kind, text }) => (kind === 'console' && pattern.test(text)) || text === 'RESET',
      limitMs,
      this.#at,
    );
    if (found?.kind === 'qemu') throw new Unexpected(`${wanted}, and the machine was reset instead`);
    if (found === undefined) throw new Unexpected(`${wanted}: ${this.#state()}`);
    return found.atMs;
  }

  /** Waits until this start ends in a reset, and goes on to the next one. */
  async reset(limitMs: number, wanted: string): Promise<UbootBoot> {
    const { machine } = this.guest;
    const found = await machine.waitFor(
      ({ kind, text }) => kind === 'qemu' && text === 'RESET',
      limitMs,
      this.#at,
    );
    if (found === undefined) throw new Unexpected(`${wanted}: ${this.#state()}`);
    const boot = this.boots.at(-2);
    this.#at = machine.events.indexOf(found) + 1;
    if (boot === undefined) throw new Error('a reset without a start');
    return boot;
  }

  #state(): string {
    const { unfed, user, fault, feedMs, commit, kernelMs, panicMs } = this.boot;
    if (this.guest.machine.ended) return 'the emulator has ended';
    if (unfed === 'no-driver') return "the watchdog's driver is missing, so there was no device to open";
    if (unfed === 'no-feeder') return 'the feeder was never started, so nobody had opened the watchdog';
    if (commit !== undefined)
      return `slot ${user?.slot} runs, and its commit program ended with ${commit.status}`;
    if (fault !== undefined) return `slot ${user?.slot} came to its ${fault.kind} and stayed in it`;
    if (feedMs !== undefined) return `slot ${user?.slot} runs and is fed`;
    if (user !== undefined) return `slot ${user.slot} runs, and its feeder has not opened the watchdog`;
    if (panicMs !== undefined) return 'the kernel has panicked';
    return kernelMs === undefined
      ? 'U-Boot has started no kernel'
      : 'the kernel has started, and no user space';
  }
}

/** Runs a story; an end that it did not want is a failed verdict, with the moments up to it. */
export async function told(watched: Watched, story: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await story();
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    return { result: 'failed', said: error.message, marks: watched.marks, measures: [] };
  }
}

/** The moments of some starts. */
function marksOf(boots: readonly UbootBoot[]): readonly Mark[] {
  return boots.flatMap(({ counted, user, feedMs, fault, commit, reset }) => [
    ...(counted === undefined || user === undefined
      ? []
      : [{ atMs: user.atMs, text: `slot ${user.slot} runs, ${counted.left} tries left` }]),
    ...(counted === undefined && user !== undefined
      ? [{ atMs: user.atMs, text: `slot ${user.slot} runs, not counted` }]
      : []),
    ...(feedMs === undefined ? [] : [{ atMs: feedMs, text: 'the feeder opens the watchdog' }]),
    ...(fault === undefined ? [] : [{ atMs: fault.atMs, text: fault.kind }]),
    ...(commit === undefined ? [] : [{ atMs: commit.atMs, text: `commit ends with ${commit.status}` }]),
    ...(reset === undefined
      ? []
      : [
          { atMs: reset.atMs, text: reset.watchdog ? 'reset by the watchdog' : 'reset, not by the watchdog' },
        ]),
  ]);
}

/** The plan with the emulator's driver: what the measured times are to be compared with. */
export function emulated(plan: TargetPlan): TargetPlan {
  const { minMs, maxMs, stepsMs, derivation } = i6300esb.limits(null);
  const driver: DriverPlan = {
    ...plan.watchdog.driver,
    id: i6300esb.id,
    title: i6300esb.title,
    minMs,
    maxMs,
    stepsMs,
    limitsFrom: derivation,
    overMax: i6300esb.overMax,
    resetsAtExpiry: i6300esb.resetsAtExpiry,
    bootHandover: 'no',
    uboot: null,
  };
  return { ...plan, watchdog: { ...plan.watchdog, driver } };
}

/** From a hang until the emulator's watchdog resets, at worst. */
export function hangMs(lab: Lab): number | null {
  return figureOf(timeline(emulated(lab.plan)), 'feeder-hang').value;
}

/** How long a reset by the watchdog is waited for. */
export function resetLimitMs(lab: Lab): number {
  return (hangMs(lab) ?? lab.plan.watchdog.runtimeMs.active ?? 60_000) + LATE_MS;
}

/** A figure of rollback, worked out from the emulator's own start times, beside what was measured. */
export function rollbackMeasure(
  lab: Lab,
  figure: string,
  boots: readonly UbootBoot[],
  starvedMs = 0,
): Measure {
  const [first, last] = [boots[0], boots.at(-1)];
  const measuredMs = (last?.feedMs ?? 0) - (first?.startMs ?? 0);
  const stages = {
    firmware: 0,
    loader: 0,
    kernel: 0,
    userspace: 0,
    stop: 0,
    ...longestStages(boots.map(stagesOf)),
  };
  const computed = figureOf(timeline(emulated(lab.plan), { stages, source: 'the emulator' }), figure);
  return { figure, measuredMs, computedMs: computed.value, slackMs: 2000 * boots.length + starvedMs };
}

/** The longest start from reset to feeder. It says nothing about the board's. */
export function bootMeasure(boots: readonly UbootBoot[]): Measure {
  const all = boots.flatMap(({ startMs, feedMs }) => (feedMs === undefined ? [] : [feedMs - startMs]));
  return { figure: 'boot', measuredMs: Math.max(0, ...all), computedMs: null };
}
