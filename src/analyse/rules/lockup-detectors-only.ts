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
    const detectors = kernel.flags
      .filter(({ symbol, setting }) => DETECTORS.has(symbol) && setting.active?.value === 'y')
      .map(({ symbol }) => symbol);
    const [first] = detectors;
    if (first === undefined) return [];
    const names = detectors.map((symbol) => `CONFIG_${symbol}`).join(' and ');
    return [
      {
        at: ['kernel', 'flags', first],
        state: 'active',
        detail: `Nothing but ${names} acts on a hang today: the hardware watchdog is not active.`,
        help: 'make feeder and runtime active',
      },
    ];
  },
};
