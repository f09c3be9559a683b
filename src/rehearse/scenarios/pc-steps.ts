import { setTimeout as pause } from 'node:timers/promises';
import { sayTime } from '../../core/duration.js';
import type { TargetPlan } from '../../plan/types.js';
import type { MachineEvent } from '../../system/emulator.js';
import { asRehearsed } from '../guests/pc-driver.js';
import { ARMED } from '../guests/pc-stages.js';
import type { BootOptions, Guest, Lab, Mark, Measure, Verdict } from '../types.js';

/** In software emulation on a busy machine. */
export const UP_MS = 300_000;
/** From the shell until the feeder has opened the device: systemd starts much beside it. */
const ARMED_MS = { systemd: 120_000, other: 25_000 };
const ANSWER_MS = 60_000;

/** The moment at which the shell starts a command that may never end. */
export const BEGINS = 'LAB HANGS';

/** A machine that is up, with its watchdog armed as the plan says; or why there is none. */
export type Up =
  | { readonly guest: Guest; readonly upMs: number; readonly marks: readonly Mark[] }
  | { readonly refused: Verdict };

/** The same with the process that feeds. */
export type Fed =
  | (Extract<Up, { readonly guest: Guest }> & { readonly pid: string })
  | Extract<Up, { readonly refused: Verdict }>;

/** A verdict without measures. */
export function verdict(result: Verdict['result'], said: string, marks: readonly Mark[] = []): Verdict {
  return { result, said, marks, measures: [] };
}

/** Starts the machine and waits until its watchdog is armed. */
export async function armedMachine(lab: Lab, options: BootOptions = {}): Promise<Up> {
  lab.progress('starting the machine');
  const guest = await lab.boot(options);
  const up = await guest.ready(UP_MS);
  if (up === undefined)
    return { refused: verdict('failed', `User space did not come up: ${lastWords(guest)}.`) };
  lab.progress('waiting for the watchdog');
  const wrong = await whyUnarmed(
    guest,
    lab.plan,
    ARMED_MS[lab.plan.platform.init === 'systemd' ? 'systemd' : 'other'],
  );
  if (wrong !== undefined) return { refused: verdict('failed', wrong) };
  const marks = [
    { atMs: up.atMs, text: 'user space runs' },
    { atMs: guest.machine.nowMs, text: 'the watchdog is armed' },
  ];
  return { guest, upMs: up.atMs, marks };
}

/** A machine that is up and armed, and the process that holds its device; or why there is none. */
export async function fedMachine(lab: Lab): Promise<Fed> {
  const up = await armedMachine(lab);
  if ('refused' in up) return up;
  const pid = await feeder(up.guest);
  if (pid === undefined)
    return { refused: verdict('failed', 'The watchdog is armed, but no process holds its device.') };
  return { ...up, pid };
}

/** What the machine said last, for a start that failed. */
export function lastWords({ machine }: Guest): string {
  const { console: said } = machine;
  const lines = said.trim().split('\n');
  return lines.at(-1)?.trim() || machine.errors.trim() || 'it said nothing';
}

const SYSFS = '/sys/class/watchdog/watchdog0';

/**
 * Drivers are loaded before init: a device that is not there does not come. Waits until the kernel says that it is armed with the
 * plan's timeout. Why it is not, otherwise.
 */
export async function whyUnarmed(
  guest: Guest,
  plan: TargetPlan,
  limitMs: number,
): Promise<string | undefined> {
  const seconds = Math.ceil(limitMs / 1000);
  const look = `cd ${SYSFS} 2>/dev/null && echo "$(cat state) $(cat timeout) $(cat identity)"; cd /`;
  const found = await guest.run(
    `i=0; while [ -d ${SYSFS} ] && [ $i -lt ${seconds} ]; do grep -q '^active' ${SYSFS}/state 2>/dev/null && echo ${ARMED} && break; i=$((i + 1)); sleep 1; done; ${look}`,
    limitMs + ANSWER_MS,
  );
  if (found === undefined) return 'The machine gave no answer about its watchdog.';
  const [state, timeout, ...identity] = found.text.replace(`${ARMED}\n`, '').split(/\s+/);
  const { driver } = asRehearsed(plan).watchdog;
  if (state === undefined || state === '')
    return `There is no watchdog device: the driver ${driver.id} is missing.`;
  if (state !== 'active')
    return `Nothing feeds the watchdog: its device is ${state}, so nobody has opened it.`;
  if (identity.join(' ') !== driver.identity)
    return `The watchdog is "${identity.join(' ')}", not "${driver.identity}".`;
  const wanted = Math.round((plan.watchdog.runtimeMs.active ?? 0) / 1000);
  return Number(timeout) === wanted ? undefined : `The watchdog holds ${timeout} s, not ${wanted} s.`;
}

/** Types a command that may never come to its end; the moment at which it starts. */
export async function begin(guest: Guest, command: string): Promise<MachineEvent | undefined> {
  const from = guest.machine.events.length;
  guest.machine.type(`echo ${BEGINS}; ${command}\n`);
  return await guest.machine.waitFor(
    ({ kind, text }) => kind === 'shell' && text === BEGINS,
    ANSWER_MS,
    from,
  );
}

/** Shell commands that print every process which holds the watchdog's device open. Few processes: each costs time here. */
export const HOLDERS =
  "ls -l /proc/[0-9]*/fd 2>/dev/null | while read -r line; do case $line in /proc/*) p=${line#/proc/}; p=${p%%/*};; *'-> /dev/watchdog'*) echo $p;; esac; done";

/** The process that feeds, by its open device; undefined when there is none. */
export async function feeder(guest: Guest): Promise<string | undefined> {
  const found = await guest.run(HOLDERS, 2 * ANSWER_MS);
  return found?.text
    .split('\n')
    .find((line) => /^\d+$/.test(line.trim()))
    ?.trim();
}

/** How a reset came about. */
export interface Reset {
  readonly event: MachineEvent;
  readonly byWatchdog: boolean;
}

/** Waits until the machine starts anew, and tells whether its watchdog did it. */
export async function anyReset(
  { machine }: Guest,
  limitMs: number,
  from: number,
): Promise<Reset | undefined> {
  const event = await machine.waitFor(({ kind, text }) => kind === 'qemu' && text === 'RESET', limitMs, from);
  if (event === undefined) return undefined;
  const before = machine.events.slice(from, machine.events.indexOf(event));
  return { event, byWatchdog: before.some(({ kind, text }) => kind === 'qemu' && text === 'WATCHDOG') };
}

/** Whether the shell is silent: proof that no process runs. */
export async function isDead(guest: Guest): Promise<boolean> {
  return (await guest.run('echo alive', 5000)) === undefined;
}

/** A file of sysfs, or what a command says; empty when there was no answer. */
export async function ask(guest: Guest, command: string): Promise<string> {
  return (await guest.run(command, ANSWER_MS))?.text ?? '';
}

export function measure(figure: string, measuredMs: number, computedMs: number | null): Measure {
  return { figure, measuredMs, computedMs, slackMs: slackOf(computedMs) };
}

/** The emulator's clocks on a busy machine: two seconds and two in a hundred. */
export function slackOf(computedMs: number | null): number {
  return 2000 + Math.round((computedMs ?? 0) * 0.02);
}

/**
 * The kernel waits in busy loops of a millisecond (linux 6.1 kernel/panic.c), each of which a busy host makes longer:
 * 5 s became 23 s where six processes wanted each processor.
 */
export function stretchMs(wanted: number): number {
  return 5000 + 5 * wanted;
}

export function seconds(ms: number): string {
  return sayTime(Math.round(ms / 100) * 100);
}

/** Waits until the console holds a text; false when it did not come. */
export async function onConsole({ machine }: Guest, text: string, limitMs: number): Promise<boolean> {
  for (const until = machine.nowMs + limitMs; ; await pause(100)) {
    const { console: said } = machine;
    if (said.includes(text)) return true;
    if (machine.ended || machine.nowMs >= until) return false;
  }
}

/** Says from time to time that the machine stays up. The reset that must not come, when it did. */
export async function idle(lab: Lab, guest: Guest, forMs: number, from: number): Promise<Reset | undefined> {
  lab.progress(`no reset must come for ${seconds(forMs)}`);
  return await anyReset(guest, forMs, from);
}
