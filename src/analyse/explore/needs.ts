import type { HealthCheck } from '../../plan/types.js';
import type { Net } from './machine.js';

/** The part of the network that a health check asks for. */
export interface NetworkNeed {
  readonly need: Net;
  /** Known from what the unit is; otherwise guessed from a name. */
  readonly known: boolean;
}

/**
 * Units that come up only with a network: an address for the first, an answer from outside for the second.
 * Source: systemd.special(7), network-online.target and time-sync.target; systemd-networkd-wait-online.service(8).
 */
const UNITS: readonly (readonly [RegExp, Net])[] = [
  [/^network-online\.target$|wait-online/i, 'lan'],
  [/^time-sync\.target$|time-wait-sync|chrony-wait/i, 'internet'],
];

const NAMES = /network|online|internet|uplink|gateway|ping|connectiv/i;

/** What of the network a health check needs; null when nothing says that it needs any. */
export function networkNeedOf(check: HealthCheck): NetworkNeed | null {
  if (check.kind === 'unit') {
    const known = UNITS.find(([pattern]) => pattern.test(check.name));
    return known === undefined ? null : { need: known[1], known: true };
  }
  const name = check.path.slice(check.path.lastIndexOf('/') + 1);
  return NAMES.test(name) ? { need: 'lan', known: false } : null;
}
