import type { Scenario } from '../../types.js';
import { hangLimitMs, unfitHang } from '../pc-fit.js';
import { awaitReset } from '../pc-reset.js';
import { armedMachine, ask, begin, onConsole, verdict } from '../pc-steps.js';

/** systemd catches a crash of its own and freezes: everything else goes on, but nobody feeds. */
export const pid1Frozen: Scenario = {
  id: 'pid1-frozen',
  title: 'PID 1 freezes',
  machine: 'pc',
  misfit: (plan, own) =>
    plan.watchdog.feeder.active?.kind === 'systemd'
      ? unfitHang(plan, 'feeder-hang', own)
      : 'PID 1 does not feed the watchdog in this plan',
  limitMs: hangLimitMs('feeder-hang'),
  run: async (lab) => {
    const up = await armedMachine(lab);
    if ('refused' in up) return up.refused;
    const { guest, marks } = up;
    const from = guest.machine.events.length;
    const hung = await begin(guest, 'kill -SEGV 1');
    if (hung === undefined || !(await onConsole(guest, 'Freezing execution', 60_000)))
      return verdict('failed', 'PID 1 did not freeze.');
    return await awaitReset({
      ...{ lab, guest, from, marks, hungMs: hung.atMs, figure: 'feeder-hang' },
      what: 'PID 1 froze',
      why: async () => `the device is ${await ask(guest, 'cat /sys/class/watchdog/watchdog0/state')}.`,
    });
  },
};
