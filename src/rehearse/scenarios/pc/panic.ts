import { EmulatorFault } from '../../../system/emulator.js';
import { panicSeconds } from '../../guests/pc-driver.js';
import type { Lab, Scenario, Verdict } from '../../types.js';
import { hangLimitMs, unfitHang } from '../pc-fit.js';
import { awaitReset, computedMs } from '../pc-reset.js';
import {
  anyReset,
  armedMachine,
  ask,
  begin,
  isDead,
  measure,
  onConsole,
  seconds,
  slackOf,
  stretchMs,
  type Up,
  verdict,
} from '../pc-steps.js';

/** What a rehearsal takes where the target's kernel waits for ever. */
const OWN_SECONDS = 2;

/** A kernel that panics and waits: nobody feeds any more. */
export const panicWaits: Scenario = {
  id: 'panic-waits',
  title: 'The kernel panics with panic=0',
  machine: 'pc',
  misfit: (plan, own) => unfitHang(plan, 'kernel-hang', own),
  limitMs: hangLimitMs('kernel-hang'),
  run: async (lab) => {
    const panicked = await panic(lab, 0);
    if ('refused' in panicked) return panicked.refused;
    const { guest, marks, atMs, from } = panicked;
    return await awaitReset({
      ...{ lab, guest, marks, from, hungMs: atMs, figure: 'kernel-hang' },
      what: 'The kernel panicked and waits for ever',
      why: async () => 'the timer does not run without the kernel.',
    });
  },
};

/** A kernel that panics and restarts by itself: that is not the watchdog. */
export const panicRestarts: Scenario = {
  id: 'panic-restarts',
  title: 'The kernel panics with panic=N',
  machine: 'pc',
  misfit: (plan) => {
    const wait = waitMs(panicSeconds(plan));
    const hang = computedMs(plan, 'kernel-hang');
    return hang !== null && hang <= wait ? 'the watchdog comes before panic=N: see panic-waits' : undefined;
  },
  run: async (lab) => {
    const own = panicSeconds(lab.plan);
    const panicked = await panic(lab, own === 0 ? OWN_SECONDS : own);
    return 'refused' in panicked ? panicked.refused : await restart(lab, panicked, own);
  },
};

/** A negative N restarts at once (linux 6.1 kernel/panic.c). */
function waitMs(wanted: number): number {
  return Math.max(0, wanted === 0 ? OWN_SECONDS : wanted) * 1000;
}

type Panicked = Exclude<Up, { refused: Verdict }> & { readonly atMs: number; readonly from: number };

async function panic(lab: Lab, wait: number): Promise<Panicked | { readonly refused: Verdict }> {
  const up = await armedMachine(lab);
  if ('refused' in up) return up;
  const { guest } = up;
  // The same variable as the kernel argument panic= sets; a finished image boots with its own arguments.
  const set = await ask(guest, `echo ${wait} >/proc/sys/kernel/panic; cat /proc/sys/kernel/panic`);
  if (set !== String(wait)) return { refused: verdict('failed', `panic= could not be set to ${wait}.`) };
  const from = guest.machine.events.length;
  const begun = await begin(guest, 'echo c >/proc/sysrq-trigger');
  const said = await onConsole(guest, 'Kernel panic - not syncing', 60_000);
  if (begun === undefined || !said)
    return { refused: verdict('failed', 'The kernel did not panic when it was told to.') };
  if (wait === 0 && !(await isDead(guest)))
    return { refused: verdict('failed', 'The kernel says that it panicked, but a shell still answers.') };
  return { ...up, atMs: begun.atMs, from };
}

async function restart(lab: Lab, { guest, marks, atMs, from }: Panicked, own: number): Promise<Verdict> {
  const wanted = waitMs(own);
  const what = `The kernel panicked with panic=${own === 0 ? OWN_SECONDS : own}`;
  lab.progress(what);
  const limit = 15_000 + wanted + stretchMs(wanted);
  const { machine } = guest;
  const [wallMs, cpuMs] = [machine.nowMs, machine.cpuMs];
  const reset = await anyReset(guest, limit, from);
  const all = [...marks, { atMs, text: what }];
  if (reset === undefined)
    return verdict('failed', `${what}, but did not restart within ${seconds(limit)}.`, all);
  const tookMs = reset.event.atMs - atMs;
  const marked = [
    ...all,
    { atMs: reset.event.atMs, text: reset.byWatchdog ? 'reset by the watchdog' : 'restart' },
  ];
  const starvedMs = machine.nowMs - wallMs - (machine.cpuMs - cpuMs);
  if (reset.byWatchdog && starvedMs > (computedMs(lab.plan, 'kernel-hang') ?? 0) - wanted - slackOf(wanted))
    throw new EmulatorFault(
      `this machine is too busy: for ${seconds(starvedMs)} after the panic the emulator had no processor, and its kernel counts panic= in a loop; try --jobs 1`,
    );
  if (reset.byWatchdog)
    return verdict(
      'failed',
      `${what}: the watchdog reset it after ${seconds(tookMs)}, before panic= did.`,
      marked,
    );
  const said = `${what}: it restarted by itself after ${seconds(tookMs)}; the watchdog had no part in it.`;
  const measures =
    own === 0
      ? []
      : [{ ...measure('panic', tookMs, computedMs(lab.plan, 'panic')), slackMs: stretchMs(wanted) }];
  const early = tookMs < wanted - slackOf(wanted);
  return { result: early ? 'failed' : 'passed', said, marks: marked, measures };
}
