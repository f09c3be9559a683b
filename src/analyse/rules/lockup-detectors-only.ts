import type { Rule } from '../types.js';

const DETECTORS = new Set([
  'HARDLOCKUP_DETECTOR',
  'SOFTLOCKUP_DETECTOR',
  'LOCKUP_DETECTOR',
  'BOOTPARAM_HARDLOCKUP_PANIC',
  'BOOTPARAM_SOFTLOCKUP_PANIC',
]);

/** The kernel's lockup detectors stand beside a hardware watchdog, not instead of one. */
export const lockupDetectorsOnly: Rule = {
  code: 'WD1014',
  check: ({ kernel, watchdog }) => {
    if (watchdog.armed) return [];
    return kernel.flags
      .filter(({ symbol, setting }) => DETECTORS.has(symbol) && setting.active?.value === 'y')
      .map(({ symbol }) => ({
        at: ['kernel', 'flags', symbol],
        state: 'active' as const,
        detail: `CONFIG_${symbol} is all that acts on a hang today: the hardware watchdog is not active.`,
        help: 'make feeder and runtime active',
      }));
  },
};
