import { sayDuration } from '../../core/duration.js';
import { candidates, driverPath } from '../settings.js';
import type { Rule } from '../types.js';

/** The timeout that systemd sets for going down is one that the driver takes. */
export const rebootAboveDriver: Rule = {
  code: 'WD1003',
  check: ({ watchdog: { driver, rebootMs, kexecMs } }) => {
    const { maxMs } = driver;
    if (maxMs === null || driver.overMax !== 'einval') return [];
    const settings = [
      { key: 'rebootMs', setting: rebootMs, what: 'reboot' },
      { key: 'kexecMs', setting: kexecMs, what: 'kexec' },
    ];
    return settings.flatMap(({ key, setting, what }) =>
      candidates(setting)
        .filter(({ value }) => value > maxMs)
        .map(({ state, value }) => ({
          at: ['watchdog', key],
          state,
          detail: `${driver.id} takes at most ${sayDuration(maxMs)} here and refuses ${sayDuration(value)}; a hung ${what} then stays hung.`,
          help: `write at most "${Math.floor(maxMs / 1000)}s"`,
          because: [{ path: [...driverPath, 'maxMs'], says: driver.limitsFrom }],
        })),
    );
  },
};
