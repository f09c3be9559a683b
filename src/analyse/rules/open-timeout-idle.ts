import { candidates } from '../settings.js';
import type { Rule } from '../types.js';

/** An open timeout needs a timer that runs already; it starts none. */
export const openTimeoutIdle: Rule = {
  code: 'WD1021',
  check: ({ boot, watchdog: { openTimeoutMs, driver } }) => {
    // Without an answer from the spec the boot loader may well arm it: only a driver that takes nothing over is certain.
    if (boot.armedMs !== null || driver.bootHandover !== 'no') return [];
    return candidates(openTimeoutMs).map(({ state }) => ({
      at: ['watchdog', 'openTimeoutMs'],
      state,
      detail: `The open timeout limits how long the kernel feeds a timer that runs when its driver loads. ${driver.id} never goes on with such a timer, so a user space that hangs before the feeder is not reset.`,
      help: 'remove `open-timeout`, and start the feeder in the initrd',
      because: [{ path: ['watchdog', 'driver'], says: `hand-over: ${driver.bootHandover}` }],
    }));
  },
};
