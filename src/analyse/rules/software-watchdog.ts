import { driverPath } from '../settings.js';
import type { Finding, Rule } from '../types.js';

/** A software watchdog is neither the driver nor in the way of the real one. */
export const softwareWatchdog: Rule = {
  code: 'WD1007',
  check: ({ watchdog: { driver }, kernel }) => {
    const findings: Finding[] = [];
    if (driver.softwareOnly)
      findings.push({ at: driverPath, detail: `${driver.id} cannot reset a machine whose kernel hangs.` });
    const flag = kernel.flags.find(({ symbol, from }) => symbol === 'SOFT_WATCHDOG' && from === 'spec');
    if (flag?.setting.active != null && flag.setting.active.value !== 'n') {
      findings.push({
        at: ['kernel', 'flags', 'SOFT_WATCHDOG'],
        state: 'active',
        detail: `Loaded before ${driver.id}, softdog becomes /dev/watchdog0 and the feeder feeds the wrong one.`,
        help: 'remove SOFT_WATCHDOG',
      });
    }
    return findings;
  },
};
