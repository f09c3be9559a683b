import type { Scenario } from '../../types.js';
import { hangLimitMs, unfitHang } from '../pc-fit.js';
import { awaitReset } from '../pc-reset.js';
import { armedMachine, isDead, verdict } from '../pc-steps.js';

/** The processor runs in a circle with interrupts off: not even the kernel's own detectors see it. */
export const kernelLocked: Scenario = {
  id: 'kernel-locked',
  title: 'The kernel locks up with interrupts off',
  machine: 'pc',
  misfit: (plan, own) => unfitHang(plan, 'kernel-hang', own),
  limitMs: hangLimitMs('kernel-hang'),
  run: async (lab) => {
    const up = await armedMachine(lab);
    if ('refused' in up) return up.refused;
    const { guest, marks } = up;
    const from = guest.machine.events.length;
    const hungMs = guest.machine.nowMs;
    if ((await guest.lockUp?.()) !== true)
      return verdict('failed', 'The emulator did not lock the processor up.');
    if (!(await isDead(guest)))
      return verdict('failed', 'The processor was locked up, but a shell still answers.');
    return await awaitReset({
      ...{ lab, guest, marks, from, hungMs, figure: 'kernel-hang' },
      what: 'The only processor was locked up with interrupts off',
      why: async () => 'the timer does not run without the kernel.',
    });
  },
};
