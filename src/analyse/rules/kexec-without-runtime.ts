import type { Rule } from '../types.js';

/** Who arms the timer for a kexec feeds it afterwards. */
export const kexecWithoutRuntime: Rule = {
  code: 'WD1030',
  check: ({ watchdog: { driver, kexecMs, runtimeMs } }) => {
    // Where the driver does not take a running timer over, WD1015 says what happens.
    if (kexecMs.active === null || runtimeMs.active !== null || driver.bootHandover !== 'yes') return [];
    return [
      {
        at: ['watchdog', 'kexecMs'],
        state: 'active',
        detail:
          'The timer runs on into the new kernel, and no systemd opens it there: a kernel that feeds it by itself does so for ever, any other is reset.',
        help: 'make `runtime` active too, or write kexec = { deferred = .. }',
        because: [{ path: ['watchdog', 'runtimeMs'], says: 'not active' }],
      },
    ];
  },
};
