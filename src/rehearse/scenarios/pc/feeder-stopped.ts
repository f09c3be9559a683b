import type { Scenario } from '../../types.js';
import { hangLimitMs, unfitFeeder } from '../pc-fit.js';
import { awaitReset } from '../pc-reset.js';
import { ask, begin, fedMachine, verdict } from '../pc-steps.js';

/** The process that feeds is there, and does nothing any more. Supervision does not see that; only the hardware does. */
export const feederStopped: Scenario = {
  id: 'feeder-stopped',
  title: 'The feeder hangs',
  machine: 'pc',
  misfit: unfitFeeder,
  limitMs: hangLimitMs('feeder-hang'),
  run: async (lab) => {
    const up = await fedMachine(lab);
    if ('refused' in up) return up.refused;
    const { guest, marks, pid } = up;
    const from = guest.machine.events.length;
    const hung = await begin(guest, `kill -STOP ${pid}`);
    const state = await ask(guest, `cut -d' ' -f3 /proc/${pid}/stat`);
    if (hung === undefined || state !== 'T')
      return verdict(
        'failed',
        `The feeder could not be stopped: process ${pid} is in state ${state || '?'}.`,
      );
    return await awaitReset({
      ...{ lab, guest, from, marks },
      what: 'The feeder was stopped',
      hungMs: hung.atMs,
      figure: 'feeder-hang',
      why: async () => `the device is ${await ask(guest, 'cat /sys/class/watchdog/watchdog0/state')}.`,
    });
  },
};
