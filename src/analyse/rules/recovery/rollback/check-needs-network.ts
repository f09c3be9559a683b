import type { HealthCheck } from '../../../../plan/types.js';
import type { Rule } from '../../../types.js';
import { countsEveryBoot } from '../pieces.js';

/** Units that are active only while the network is: systemd.special(7), NetworkManager-wait-online.service(8). */
const NETWORK_UNITS: readonly string[] = [
  'network-online.target',
  'systemd-networkd-wait-online.service',
  'NetworkManager-wait-online.service',
];
/** What a program that asks the network is called. What it really asks nobody can see here. */
const NETWORK_WORDS =
  /(^|[-_.])(net|network|online|internet|wan|uplink|ping|dns|dhcp|gateway|server|cloud)([-_.]|$)/;

/** The health of a slot is not made to depend on somebody else's network. */
export const checkNeedsNetwork: Rule = {
  code: 'WD1059',
  check: ({ rollback }) =>
    (rollback?.commit.checks ?? []).flatMap((check, index) => {
      if (rollback === null || !asksNetwork(check)) return [];
      const always = countsEveryBoot(rollback.scheme);
      return [
        {
          at: ['rollback', 'commit', 'checks', index],
          ...(always ? {} : { severity: 'note' as const }),
          detail: always
            ? `${nameOf(check)} fails in an outage, and then every boot costs the healthy slot a try.`
            : `${nameOf(check)} fails in an outage, and then an update that is on trial is given up.`,
          help: 'ask for what this device does by itself, and leave the network to the self-heal ladder; or silence this rule with the reason',
        },
      ];
    }),
};

/** Whether a health check can only pass while the network does its part. */
export function asksNetwork(check: HealthCheck): boolean {
  if (check.kind === 'unit') return NETWORK_UNITS.includes(check.name);
  return NETWORK_WORDS.test(check.path.split('/').at(-1) ?? '');
}

function nameOf(check: HealthCheck): string {
  return check.kind === 'unit' ? check.name : check.path;
}
