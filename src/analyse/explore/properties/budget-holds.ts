import { traceTo } from '../trace.js';
import type { Property } from './types.js';

/** In every window of running time the ladder reboots no more often than its budget says, whatever it believes. */
export const budgetHolds: Property = {
  code: 'WD1105',
  name: 'budget-holds',
  toldBy: [],
  check: ({ outages }, { ladder }) => {
    const reboot = ladder?.reboot ?? null;
    if (reboot === null) return [];
    const number = outages.states.findIndex(({ recent }) => recent > reboot.max);
    if (number === -1) return [];
    return [
      {
        at: ['network', 'reboot', 'max'],
        detail: 'The ladder reboots more often in a window of running time than its budget allows.',
        trace: traceTo(outages, number),
      },
    ];
  },
};
