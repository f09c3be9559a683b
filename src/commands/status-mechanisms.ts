import { sayDuration } from '../core/duration.js';
import type { Deferral, NetworkPlan, ServicePlan, TargetPlan } from '../plan/types.js';

/** A whole table with one state, as a row of `wdgen status`. */
export interface Mechanism {
  /** The words of the spec that lead to it: `network.reboot`, `service.NAME`. */
  readonly words: string;
  readonly state: 'active' | 'deferred';
  /** The most important of it, in a few words. */
  readonly value: string;
  readonly deferral: Deferral | null;
  /** The words of the table whose gate it waits for. */
  readonly gate: string;
}

/** Everything of a target that says its state once, in the order of the spec. */
export function mechanismsOf({ rollback, network, services, monitors, retentions }: TargetPlan): Mechanism[] {
  return [
    ...(rollback === null ? [] : [row('rollback', rollback, rollback.scheme)]),
    ...(network === null ? [] : ladder(network)),
    ...services.map((service) => row(`service.${service.name}`, service, watched(service))),
    ...monitors.map((one) =>
      row(`monitor.${one.name}`, one, `${one.process} every ${sayDuration(one.everyMs)}`),
    ),
    ...retentions.map((one) => row(`retention.${one.name}`, one, one.path)),
  ];
}

function row(
  words: string,
  { state, deferral }: Pick<Mechanism, 'state' | 'deferral'>,
  value: string,
): Mechanism {
  return { words, state, value, deferral, gate: words };
}

/** A reboot that nobody wrote has no row, and one of a ladder that is deferred waits with it. */
function ladder(network: NetworkPlan): Mechanism[] {
  const { reboot } = network;
  const value = `at most ${reboot.max} in ${sayDuration(reboot.windowMs)}`;
  const own = row('network.reboot', reboot, value);
  const last = network.state === 'active' || reboot.state === 'deferred' ? own : waiting(own, network);
  const unwritten = reboot.state === 'deferred' && reboot.deferral === null;
  return [
    row('network', network, `${network.interface} every ${sayDuration(network.everyMs)}`),
    ...(unwritten ? [] : [last]),
  ];
}

function waiting(reboot: Mechanism, { deferral }: NetworkPlan): Mechanism {
  return { ...reboot, state: 'deferred', deferral, gate: 'network' };
}

function watched({ unit, watchdogMs }: ServicePlan): string {
  return watchdogMs === null ? unit : `${unit} within ${sayDuration(watchdogMs)}`;
}
