import { candidates, driverPath, runtimePath, severityOf } from '../settings.js';
import type { Rule } from '../types.js';

/** The driver can set the timeout that the spec asks for. */
export const timeoutCannotBeSet: Rule = {
  code: 'WD1008',
  check: ({ watchdog: { driver, runtimeMs } }) =>
    driver.overMax !== 'eopnotsupp'
      ? []
      : candidates(runtimeMs).map((candidate) => ({
          at: runtimePath,
          state: candidate.state,
          ...severityOf(candidate),
          detail: `${driver.id} keeps the timeout that firmware or the device tree set, whatever a feeder asks for.`,
          help: 'set the timeout in the device tree (timeout-sec), and forbid it here with that reason',
          because: [{ path: driverPath, says: 'no WDIOF_SETTIMEOUT' }],
        })),
};
