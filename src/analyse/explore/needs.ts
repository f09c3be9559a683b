import type { HealthCheck } from '../../plan/types.js';
import { asksNetwork } from '../rules/recovery/rollback/check-needs-network.js';
import type { Net } from './machine.js';

/**
 * Units that come up only after an answer from outside.
 * Source: systemd.special(7), time-sync.target; systemd-time-wait-sync.service(8); chrony-wait.service of chrony.
 */
const FROM_OUTSIDE = /^time-sync\.target$|time-wait-sync|chrony-wait/;

/** The part of the network without which a health check fails; null when nothing says that it needs any. */
export function networkNeedOf(check: HealthCheck): Net | null {
  if (check.kind === 'unit' && FROM_OUTSIDE.test(check.name)) return 'internet';
  return asksNetwork(check) ? 'lan' : null;
}
