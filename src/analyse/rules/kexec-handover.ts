import { candidates, driverPath } from '../settings.js';
import type { Rule } from '../types.js';

/** A timer that is armed across kexec is taken over by the new kernel. */
export const kexecHandover: Rule = {
  code: 'WD1015',
  check: ({ watchdog: { driver, kexecMs } }) =>
    driver.bootHandover === 'yes'
      ? []
      : candidates(kexecMs).map(({ state }) => ({
          at: ['watchdog', 'kexecMs'],
          state,
          detail: `${driver.id} does not always continue a running timer, so it may fire in the new kernel before the feeder starts.`,
          help: 'remove `kexec`',
          because: [{ path: driverPath, says: `hand-over: ${driver.bootHandover}` }],
        })),
};
