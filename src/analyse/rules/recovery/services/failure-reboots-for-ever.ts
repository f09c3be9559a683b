import type { Rule } from '../../../types.js';

/** A failed service does not reboot the machine without a bound. */
export const failureRebootsForEver: Rule = {
  code: 'WD1091',
  check: ({ services, rollback }) =>
    services
      .filter(({ onFailure }) => onFailure !== null && onFailure !== 'none')
      .map(({ name, unit, onFailure, state }) => {
        const slots = rollback?.state === 'active' && state === 'active';
        return {
          at: ['services', name, 'onFailure'],
          ...(slots ? { severity: 'error' as const } : {}),
          detail: `When ${unit} fails for a reason that a reboot does not change, ${onFailure} comes again after every start${slots ? ', in every slot' : ''}: nothing counts these reboots.`,
          help: 'write on-failure = "none" and an alert; let the health checks of the commit ask for the service, where tries bound the reboots',
        };
      }),
};
