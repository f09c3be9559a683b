import type { Rule } from '../../../types.js';
import { unitName } from './monitored.js';

/** A service under systemd that is worth a monitor is worth a heartbeat. */
export const monitorSeesNoStall: Rule = {
  code: 'WD1095',
  check: ({ monitors, services }) =>
    monitors
      .filter(({ restart: { manager, service } }) => {
        const unit = unitName(service);
        const watched = services.some((one) => one.unit === unit && one.watchdogMs !== null);
        return manager === 'systemd' && !watched;
      })
      .map(({ name, restart: { service } }) => ({
        at: ['monitors', name],
        detail: `It sees that the process of ${unitName(service)} is gone, and not that it hangs.`,
        help: 'add a `service` with watchdog = ".." when the application can send a heartbeat',
      })),
};
