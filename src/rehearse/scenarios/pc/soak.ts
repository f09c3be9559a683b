import type { Scenario } from '../../types.js';
import { noFeeder } from '../pc-fit.js';
import { armedMachine, ask, idle, seconds, verdict } from '../pc-steps.js';

const TIMES = 3;

/** Nothing goes wrong, and nothing happens. */
export const soak: Scenario = {
  id: 'soak',
  title: `Nothing goes wrong for ${TIMES} times the timeout`,
  machine: 'pc',
  misfit: noFeeder,
  limitMs: ({ watchdog }) => 600_000 + TIMES * (watchdog.runtimeMs.active ?? 0),
  run: async (lab) => {
    const up = await armedMachine(lab);
    if ('refused' in up) return up.refused;
    const { guest, marks } = up;
    const forMs = TIMES * (lab.plan.watchdog.runtimeMs.active ?? 0);
    const from = guest.machine.events.length;
    const reset = await idle(lab, guest, forMs, from);
    if (reset !== undefined)
      return verdict('failed', `Nothing went wrong, yet the machine was reset.`, [
        ...marks,
        { atMs: reset.event.atMs, text: 'reset' },
      ]);
    const state = await ask(guest, 'cat /sys/class/watchdog/watchdog0/state');
    if (state !== 'active')
      return verdict('failed', `The watchdog is ${state || 'silent'} after ${seconds(forMs)}.`, marks);
    return verdict('passed', `No reset came for ${seconds(forMs)}, and the watchdog is still armed.`, marks);
  },
};
