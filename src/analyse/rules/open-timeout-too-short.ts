import { sayDuration } from '../../core/duration.js';
import { candidates } from '../settings.js';
import type { Rule } from '../types.js';

const path = ['watchdog', 'openTimeoutMs'];

/** The kernel feeds a running timer for longer than user space needs to open the device. */
export const openTimeoutTooShort: Rule = {
  code: 'WD1020',
  check: ({ boot, watchdog }, isWritten) =>
    candidates(watchdog.openTimeoutMs)
      .filter(({ value }) => value <= boot.userspaceMs && isWritten(['boot', 'userspaceMs']))
      .filter(() => watchdog.driver.bootHandover !== 'no')
      .map(({ state, value }) => ({
        at: path,
        state,
        ...(state === 'active' && boot.armedMs !== null ? {} : { severity: 'warning' as const }),
        detail: `The kernel stops feeding after ${sayDuration(value)}; at worst the feeder opens the device ${sayDuration(boot.userspaceMs)} after init has started, and the kernel counts from even earlier.`,
        help: `write more than "${sayDuration(boot.kernelMs + boot.userspaceMs)}", kernel and user space together`,
        because: [{ path: ['boot', 'userspaceMs'], says: 'time until the feeder has opened the device' }],
      })),
};
