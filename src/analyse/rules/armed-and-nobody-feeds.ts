import type { Rule } from '../types.js';

/** A timer that firmware has started is fed by somebody in today's image. */
export const armedAndNobodyFeeds: Rule = {
  code: 'WD1019',
  check: ({ boot, watchdog: { armed, driver } }) => {
    if (boot.armedMs === null || armed || driver.bootHandover === 'yes') return [];
    return [
      {
        at: ['boot', 'armedMs'],
        detail: `The watchdog is armed when Linux starts, no feeder is active today, and ${driver.id} does not always go on feeding it by itself (hand-over: ${driver.bootHandover}): unless the driver happens to stop it, the machine resets for ever.`,
        help: 'make feeder and runtime active, or keep the boot loader from arming it until they are',
        because: [{ path: ['watchdog', 'runtimeMs'], says: 'not active' }],
      },
    ];
  },
};
