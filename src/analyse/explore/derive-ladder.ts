import type { GuardCheck, NetworkPlan, ProbePlan, TargetPlan } from '../../plan/types.js';
import { isIn, type When } from './derive.js';
import { LADDER_HABITS, type LadderMachine, type LadderReboot } from './machine.js';

/** The ladder of a plan; null when it has none that is in force. */
export function ladderOf({ network }: TargetPlan, when: When): LadderMachine | null {
  if (network === null || !isIn(network.state, when)) return null;
  const guards = network.guards.map(({ name }) => name);
  const deciding = network.probes.filter(({ name }) => network.healthy.probes.includes(name));
  const { need } = network.healthy;
  return {
    healthy: deciding.map(({ proves }) => proves),
    needed: need.kind === 'all' ? deciding.length : need.kind === 'any' ? 1 : need.of,
    everyMs: network.everyMs,
    steps: network.steps.map((step) => ({
      name: step.name,
      ms: step.timeoutMs + step.settleMs,
      guards: indexes(step.guards, guards),
    })),
    guards: network.guards.map(({ name, check }) => ({ name, always: alwaysHolds(check, network) })),
    reboot: isIn(network.reboot.state, when) ? rebootOf(network, guards) : null,
  };
}

function rebootOf({ reboot, probes }: NetworkPlan, guards: readonly string[]): LadderReboot {
  const provesOf = (kept: (probe: ProbePlan) => boolean) => probes.filter(kept).map(({ proves }) => proves);
  const on: readonly string[] = reboot.on;
  return {
    rounds: reboot.rounds,
    on: provesOf(({ proves }) => on.includes(proves)),
    vetoes: provesOf(({ name }) => reboot.vetoes.includes(name)),
    guards: indexes(reboot.guards, guards),
    max: reboot.max,
    windowMs: reboot.windowMs,
    neverUp: reboot.neverUp,
    habits: LADDER_HABITS,
  };
}

function indexes(names: readonly string[], all: readonly string[]): number[] {
  return names.map((name) => all.indexOf(name)).filter((index) => index !== -1);
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
