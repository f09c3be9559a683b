import { drivers } from '../../catalogue/index.js';
import { ownFlag } from '../settings.js';
import type { Rule } from '../types.js';

const BY_NUMBER = /^\/dev\/watchdog[0-9]*$/;

/** Where a node is named by its number, only one hardware driver can take it. */
export const secondDriver: Rule = {
  code: 'WD1025',
  check: (plan) => {
    const { device, driver } = plan.watchdog;
    if (!BY_NUMBER.test(device)) return [];
    const others = drivers.filter(({ id, softwareOnly }) => id !== driver.id && !softwareOnly);
    return others.flatMap(({ id, symbols: [own] }) => {
      const value = own === undefined ? undefined : ownFlag(plan, own.symbol);
      if (own === undefined || value === undefined || value === 'n') return [];
      return [
        {
          at: ['kernel', 'flags', own.symbol],
          state: 'active' as const,
          detail: `${id} registers a watchdog too. Which of the two becomes ${device} depends on the order in which they load, so the feeder may feed the wrong one.`,
          help: `remove ${own.symbol}, or name the node by identity: an udev rule on ATTR{identity}=="${driver.identity}" with a link of its own, and device = that link`,
          because: [{ path: ['watchdog', 'device'], says: 'the node, by its number' }],
        },
      ];
    });
  },
};
