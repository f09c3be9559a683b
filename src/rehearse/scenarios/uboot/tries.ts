import type { UbootBoot } from '../../guests/uboot-boots.js';
import { left, rollbackOf, START_MS, Unexpected, type Watched } from './story.js';

/** What ends each start of a slot that is no good. */
export interface Failing {
  readonly slot: string;
  /** The line from which on the start is lost. */
  readonly line: RegExp;
  /** What that line says, for a sentence: `hung`. */
  readonly did: string;
  readonly resetBy: 'watchdog' | 'itself';
  /** From that line until the reset, at most. */
  readonly limitMs: number;
  /** Looks at a start that has ended. */
  readonly look?: (boot: UbootBoot) => void;
}

/** What became of a slot's tries. */
export interface UsedUp {
  /** Its counter as it was on the disk before, and after each reset. */
  readonly counts: readonly string[];
  /** For each reset: how long the emulator had no processor while it was waited for. Means something for a busy guest. */
  readonly starvedMs: readonly number[];
}

/** Lets a slot use up all its tries. */
export async function useUp(watched: Watched, failing: Failing): Promise<UsedUp> {
  const { tries } = rollbackOf(watched.lab);
  const all = [];
  for (let after = tries - 1; after >= 0; after--) all.push(await oneTry(watched, failing, after));
  return {
    counts: [String(tries), ...all.map(({ counted }) => counted)],
    starvedMs: all.map(({ starvedMs }) => starvedMs),
  };
}

async function oneTry(
  watched: Watched,
  failing: Failing,
  expected: number,
): Promise<{ readonly counted: string; readonly starvedMs: number }> {
  const { slot, line, did, limitMs, look } = failing;
  const { lab } = watched;
  await watched.line(line, START_MS, `slot ${slot} should have come so far that it ${did}`);
  const { machine } = watched.guest;
  const [wallMs, cpuMs] = [machine.nowMs, machine.cpuMs];
  const boot = await watched.reset(limitMs, `slot ${slot} ${did} and should have been reset`);
  if (boot.user?.slot !== slot) throw new Unexpected(`slot ${boot.user?.slot} ${did}, and not slot ${slot}`);
  const starvedMs = Math.max(0, machine.nowMs - wallMs - (machine.cpuMs - cpuMs));
  checkReset(boot, failing);
  look?.(boot);
  const counted = left(lab, slot);
  lab.progress(`slot ${slot} ${did} and was reset; tries left: ${counted}`);
  if (counted !== String(expected))
    throw new Unexpected(
      `after a reset of slot ${slot} BOOT_${slot}_LEFT should be ${expected} on the disk, and it is ${counted}: the boot script does not count`,
    );
  return { counted, starvedMs };
}

function checkReset({ reset }: UbootBoot, { slot, resetBy, did }: Failing): void {
  const byWatchdog = reset?.watchdog === true;
  if (resetBy === 'watchdog' && !byWatchdog)
    throw new Unexpected(`slot ${slot} ${did} and was reset, but not by the watchdog`);
  if (resetBy === 'itself' && byWatchdog)
    throw new Unexpected(
      `slot ${slot} ${did} and should have restarted by itself, and the watchdog had to do it`,
    );
}

/** Waits until the slot that is sound runs and is marked good. */
export async function otherTakesOver(watched: Watched, slot: string, other: string): Promise<void> {
  await watched.line(/\[lab\] commit: 0$/, START_MS, `slot ${other} should have been marked good`);
  const runs = watched.boot.user?.slot;
  if (runs !== other) throw new Unexpected(`slot ${runs} runs in the end, and not slot ${other}`);
  const rest = left(watched.lab, slot);
  if (rest !== '0') throw new Unexpected(`slot ${slot} has ${rest} tries again`);
  const { tries } = rollbackOf(watched.lab);
  const full = left(watched.lab, other);
  if (full !== String(tries))
    throw new Unexpected(`slot ${other} is marked good, and has ${full} tries on the disk`);
}

/** `BOOT_B_LEFT on the disk went 3, 2, 1, 0; then slot A booted and was marked good` */
export function sayRollback(slot: string, other: string, counts: readonly string[]): string {
  return `BOOT_${slot}_LEFT on the disk went ${counts.join(', ')}; then slot ${other} booted and was marked good`;
}

/** How long it took from the fault of each start to its reset, at most. */
export function longestReset(
  boots: readonly UbootBoot[],
  from: (boot: UbootBoot) => number | undefined,
): number {
  const all = boots.flatMap((boot) => {
    const start = from(boot);
    return start === undefined || boot.reset === undefined ? [] : [boot.reset.atMs - start];
  });
  return Math.max(0, ...all);
}
