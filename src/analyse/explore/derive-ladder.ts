import type { GuardCheck, NetworkPlan, ProbePlan, TargetPlan } from '../../plan/types.js';
import { isIn, type When } from './derive.js';
import { LADDER_HABITS, type LadderMachine, type LadderReboot } from './machine.js';

/** The ladder of a plan; null when it has none that is in force. */
export function ladderOf({ network }: TargetPlan, when: When): LadderMachine | null {
  if (network === null || !isIn(network.state, when)) return null;
  const deciding = network.probes.filter(({ name }) => network.healthy.probes.includes(name));
  const { need } = network.healthy;
  const groups = guardGroups(network);
  return {
    healthy: deciding.map(({ proves }) => proves),
    needed: need.kind === 'all' ? deciding.length : need.kind === 'any' ? 1 : need.of,
    everyMs: network.everyMs,
    steps: network.steps.map((step) => ({
      name: step.name,
      ms: step.timeoutMs + step.settleMs,
      guards: indexes(step.guards, groups),
    })),
    guards: groups.map(({ names, always }) => ({ name: names.join(' or '), always })),
    reboot: isIn(network.reboot.state, when) ? rebootOf(network, deciding, groups) : null,
  };
}

/**
 * Larger counts behave alike: only whether a limit is reached matters, and nothing happens on the way to it that does
 * not happen on a shorter one. Rounds that are left out are told with the first one.
 */
const ENOUGH = 3;

/** Only the probes that decide ask for a reboot; vetoes may be others. */
function rebootOf(
  { reboot, probes }: NetworkPlan,
  deciding: readonly ProbePlan[],
  groups: readonly GuardGroup[],
): LadderReboot {
  const on: readonly string[] = reboot.on;
  return {
    rounds: Math.min(reboot.rounds, ENOUGH),
    folded: Math.max(0, reboot.rounds - ENOUGH),
    on: deciding.filter(({ proves }) => on.includes(proves)).map(({ proves }) => proves),
    vetoes: probes.filter(({ name }) => reboot.vetoes.includes(name)).map(({ proves }) => proves),
    guards: indexes(reboot.guards, groups),
    max: Math.min(reboot.max, 2 * ENOUGH),
    windowMs: reboot.windowMs,
    neverUp: Math.min(reboot.neverUp, ENOUGH),
    habits: LADDER_HABITS,
  };
}

/** Guards that are explored as one. */
interface GuardGroup {
  readonly names: readonly string[];
  readonly always: boolean;
}

/**
 * Guards that hold for ever; those of the reboot; the others. One held guard of the reboot does what several do, and a
 * step can be taken if it can be taken while no guard holds: so one bit each is enough, and nothing is lost.
 */
function guardGroups(network: NetworkPlan): readonly GuardGroup[] {
  const { reboot, guards, steps } = network;
  const used = new Set([...reboot.guards, ...steps.flatMap((step) => step.guards)]);
  const known = guards.filter(({ name }) => used.has(name));
  const always = known.filter(({ check }) => alwaysHolds(check, network));
  const free = known.filter((one) => !always.includes(one)).map(({ name }) => name);
  const held = (name: string) => reboot.guards.includes(name);
  const some = [free.filter(held), free.filter((name) => !held(name))].filter(({ length }) => length > 0);
  const forever = always.length === 0 ? [] : [{ names: always.map(({ name }) => name), always: true }];
  return [...forever, ...some.map((names) => ({ names, always: false }))];
}

function indexes(names: readonly string[], groups: readonly GuardGroup[]): number[] {
  return [...groups.keys()].filter((group) => groups[group]?.names.some((name) => names.includes(name)));
}

/** Folders and nodes that every Linux image has. */
const ALWAYS_THERE = new Set([
  ...['/', '/bin', '/dev', '/etc', '/proc', '/run', '/sbin', '/sys', '/tmp', '/usr', '/var'],
  ...['/dev/null', '/proc/uptime', '/etc/passwd'],
]);

/** A file that is always there holds the ladder for ever: also the ladder's own state and log. */
function alwaysHolds(check: GuardCheck, { stateDir, log }: NetworkPlan): boolean {
  if (check.kind !== 'file') return false;
  const path = check.path.length > 1 ? check.path.replace(/\/+$/, '') : check.path;
  return ALWAYS_THERE.has(path) || path === stateDir || path === log.path;
}
