import type { MachineEvent } from '../../system/emulator.js';
import type { Stages } from '../types.js';

/** One start of a machine with U-Boot, as its console and QEMU's events tell it. Moments in milliseconds of the machine. */
export interface UbootBoot {
  readonly startMs: number;
  /** Index of the first event that belongs to it. */
  readonly from: number;
  /** The slot that was counted for, and what was left for it then. */
  counted?: { readonly slot: string; readonly left: string };
  /** The kernel starts. */
  kernelMs?: number;
  /** User space runs, in this slot. */
  user?: { readonly atMs: number; readonly slot: string; readonly degraded: boolean };
  /** The feeder has opened the device. */
  feedMs?: number;
  /** Why nothing feeds: there is no device, or nobody starts the feeder. */
  unfed?: 'no-driver' | 'no-feeder';
  /** The fault has come. */
  fault?: { readonly atMs: number; readonly kind: 'hang' | 'panic' };
  /** The kernel has said that it panics. */
  panicMs?: number;
  /** The commit program has given the slot up and reboots. */
  givenUpMs?: number;
  /** The commit program has ended. */
  commit?: { readonly atMs: number; readonly status: number };
  /** The machine's last line. */
  lastLineMs?: number;
  /** It was reset, and whether by the watchdog. */
  reset?: { readonly atMs: number; readonly watchdog: boolean };
}

/** A start stage by stage: U-Boot is firmware and boot loader in one, and the initrd is all of user space. */
export function stagesOf({ startMs, kernelMs, user, feedMs, givenUpMs, reset }: UbootBoot): Stages {
  const stage = (name: keyof Stages, from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined ? {} : { [name]: to - from };
  return {
    ...stage('loader', startMs, kernelMs),
    ...stage('kernel', kernelMs, user?.atMs),
    ...stage('userspace', user?.atMs, feedMs),
    ...stage('stop', givenUpMs, reset?.atMs),
  };
}

type Reader = (boot: UbootBoot, atMs: number, found: RegExpExecArray) => void;

const READERS: readonly (readonly [RegExp, Reader])[] = [
  [
    /^wdgen: slot (\S+), (\S+) more tries/,
    (boot, _, [, slot = '', left = '']) => {
      boot.counted = { slot, left };
    },
  ],
  [
    /^Starting kernel/,
    (boot, atMs) => {
      boot.kernelMs ??= atMs;
    },
  ],
  [
    /\[lab\] user space: slot (\S+)( degraded)?/,
    (boot, atMs, [, slot = '', degraded]) => {
      boot.user = { atMs, slot, degraded: degraded !== undefined };
    },
  ],
  [
    /\[lab\] feeder has opened the device/,
    (boot, atMs) => {
      boot.feedMs = atMs;
    },
  ],
  [
    /\[lab\] no (watchdog device|feeder)/,
    (boot, _, [, what]) => {
      boot.unfed = what === 'feeder' ? 'no-feeder' : 'no-driver';
    },
  ],
  [
    /\[lab\] (hang|panic)s/,
    (boot, atMs, [, kind]) => {
      boot.fault = { atMs, kind: kind === 'panic' ? 'panic' : 'hang' };
    },
  ],
  [
    /Kernel panic - not syncing/,
    (boot, atMs) => {
      boot.panicMs ??= atMs;
    },
  ],
  [
    /^wdgen-commit: rebooting: /,
    (boot, atMs) => {
      boot.givenUpMs = atMs;
    },
  ],
  [
    /\[lab\] commit: (\d+)/,
    (boot, atMs, [, status]) => {
      boot.commit = { atMs, status: Number(status) };
    },
  ],
];

/** The starts of a machine, in order. The last one may still be going on. */
export function readBoots(events: readonly MachineEvent[]): readonly UbootBoot[] {
  const boots: UbootBoot[] = [];
  let boot: UbootBoot = { startMs: 0, from: 0 };
  let watchdog = false;
  for (const [index, { atMs, kind, text }] of events.entries()) {
    if (kind === 'console') readLine(boot, atMs, text);
    else if (text === 'WATCHDOG') watchdog = true;
    else if (text === 'RESET') {
      boots.push({ ...boot, reset: { atMs, watchdog } });
      boot = { startMs: atMs, from: index + 1 };
      watchdog = false;
    }
  }
  return [...boots, boot];
}

function readLine(boot: UbootBoot, atMs: number, text: string): void {
  boot.lastLineMs = atMs;
  for (const [pattern, read] of READERS) {
    const found = pattern.exec(text);
    if (found !== null) read(boot, atMs, found);
  }
}
