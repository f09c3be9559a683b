import type { TargetPlan } from '../../../plan/types.js';
import { panicSeconds } from '../../guests/pc-driver.js';
import type { Guest, Lab, Mark, Scenario, Verdict } from '../../types.js';
import { hangLimitMs, unfitHang } from '../pc-fit.js';
import { awaitReset } from '../pc-reset.js';
import { anyReset, armedMachine, begin, onConsole, seconds, verdict } from '../pc-steps.js';

/**
 * PID 1 runs into an instruction that it may not execute: it dies, and the kernel panics. A signal from outside would
 * not do: the kernel keeps fatal ones from PID 1 (signal(7), "SIGNAL_UNKILLABLE").
 */
const BREAK_INIT =
  "set -- $(cat /proc/1/syscall); for pc; do :; done; printf '\\364' | dd of=/proc/1/mem bs=1 seek=$((pc)) conv=notrunc 2>/dev/null; (true &)";

/** Without PID 1 the kernel panics. */
export const initDies: Scenario = {
  id: 'init-dies',
  title: 'PID 1 dies',
  machine: 'pc',
  misfit: (plan, own) =>
    plan.platform.init === 'systemd'
      ? 'systemd catches its own crash and freezes: see pid1-frozen'
      : unfitHang(plan, 'kernel-hang', own),
  limitMs: hangLimitMs('kernel-hang'),
  run: async (lab) => {
    const up = await armedMachine(lab);
    if ('refused' in up) return up.refused;
    const { guest, marks } = up;
    const from = guest.machine.events.length;
    const begun = await begin(guest, BREAK_INIT);
    if (begun === undefined || !(await onConsole(guest, 'Attempted to kill init', 60_000)))
      return verdict('failed', 'PID 1 did not die.');
    const died = { lab, guest, marks, from, atMs: begun.atMs };
    return panicSeconds(lab.plan) === 0 ? await byWatchdog(died) : await byKernel(died);
  },
};

interface Died {
  readonly lab: Lab;
  readonly guest: Guest;
  readonly marks: readonly Mark[];
  readonly from: number;
  readonly atMs: number;
}

async function byWatchdog({ atMs, ...died }: Died): Promise<Verdict> {
  return await awaitReset({
    ...died,
    ...{ hungMs: atMs, figure: 'kernel-hang', what: 'PID 1 died, and the kernel panicked' },
    why: async () => 'the timer does not run without the kernel.',
  });
}

async function byKernel({ lab, guest, marks, from, atMs }: Died): Promise<Verdict> {
  const waitMs = limitOf(lab.plan);
  const reset = await anyReset(guest, waitMs, from);
  const all = [...marks, { atMs, text: 'PID 1 died' }];
  if (reset === undefined)
    return verdict('failed', `PID 1 died, and the machine did not restart within ${seconds(waitMs)}.`, all);
  const who = reset.byWatchdog ? 'the watchdog reset the machine' : 'the kernel restarted by itself (panic=)';
  return verdict('passed', `PID 1 died: ${who} after ${seconds(reset.event.atMs - atMs)}.`, [
    ...all,
    { atMs: reset.event.atMs, text: 'reset' },
  ]);
}

function limitOf(plan: TargetPlan): number {
  return Math.max(0, panicSeconds(plan)) * 1000 + 30_000;
}
