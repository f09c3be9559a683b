import { booksOf } from './counting/index.js';
import type { Bounds, Step } from './events.js';
import { type LadderMachine, type LadderReboot, type Machine, type Net, reaches } from './machine.js';
import { RUNNING } from './reset.js';
import type { State, World } from './state.js';

/** What the ladder does in a running machine: a round, or a reboot that leaves its window. */
export function ladderSteps({ ladder, rollback }: Machine, world: World, state: State): Step[] {
  if (ladder === null) return [];
  // In the time that the health checks have, a slower ladder does not get as far as a reboot.
  if (state.stage === 'trial' && ladderActsAfter(ladder) > (rollback?.checksMs ?? 0)) return [];
  return [...rounds(ladder, rollback, world, state), ...windowPasses(ladder, state)];
}

/** The time that failed rounds take at least until a reboot, in ms. */
export function ladderActsAfter({ reboot, everyMs }: LadderMachine): number {
  return ((reboot?.rounds ?? 0) + (reboot?.folded ?? 0)) * everyMs;
}

function rounds(ladder: LadderMachine, rollback: Machine['rollback'], world: World, state: State): Step[] {
  if (isHealthy(ladder, state.net)) {
    if (state.fails === 0 && state.streak === 0 && state.seenUp) return [];
    const to = { ...state, fails: 0, streak: 0, seenUp: true };
    return [respond({ what: 'round', steps: [], failed: false }, ladder.everyMs, to)];
  }
  const { reboot } = ladder;
  const steps = takenSteps(ladder, state.guards);
  const times = state.fails === 0 ? 1 + (reboot?.folded ?? 0) : 1;
  const round = ladder.everyMs + steps.reduce((sum, step) => sum + (ladder.steps[step]?.ms ?? 0), 0);
  const ms = times * round;
  const fails = Math.min(state.fails + 1, reboot?.rounds ?? 1);
  const ours = reboot?.on.some((proves) => !reaches(state.net, proves)) ?? false;
  const next = { ...state, fails, seenUp: state.seenUp || !ours };
  if (reboot === null || !mayReboot(reboot, next))
    return [respond({ what: 'round', steps, failed: true }, ms, next)];
  const env = reboots(reboot, rollback, world, next);
  const event = { what: 'ladder-reboots', steps, excused: env !== state.env } as const;
  return [respond(event, ms, { ...recorded(reboot, next), env, stage: 'stopping' })];
}

function respond(event: Step['event'], ms: number, to: State): Step {
  return { kind: 'response', event, ms, to };
}

/** Whether enough of the deciding probes succeed. A probe succeeds when the network reaches as far as it asks. */
export function isHealthy({ healthy, needed }: LadderMachine, net: Net): boolean {
  return healthy.filter((proves) => reaches(net, proves)).length >= needed;
}

/** The steps of a round in which nothing helps: all but those that a guard holds back. Cooldowns only delay a step. */
function takenSteps({ steps }: LadderMachine, held: number): number[] {
  return [...steps.keys()].filter((step) => !holds(steps[step]?.guards ?? [], held));
}

function holds(guards: readonly number[], held: number): boolean {
  return guards.some((guard) => (held & (1 << guard)) !== 0);
}

/** The order of templates/selfheal/reboot.hbs: rounds, a failed probe, guards, vetoes, the streak, the budget. */
function mayReboot(reboot: LadderReboot, { fails, net, guards, streak, seenUp, marks }: State): boolean {
  return (
    fails >= reboot.rounds &&
    reboot.on.some((proves) => !reaches(net, proves)) &&
    !holds(reboot.guards, guards) &&
    !reboot.vetoes.some((proves) => reaches(net, proves)) &&
    (seenUp || reboot.neverUp === null || streak < reboot.neverUp) &&
    marks < reboot.max
  );
}

/** The budget is written before the reboot. `recent` is what really happened. */
function recorded({ habits, max, neverUp }: LadderReboot, state: State): State {
  return {
    ...state,
    marks: state.marks + (habits.recordsFirst ? 1 : 0),
    recent: Math.min(state.recent + 1, max + 1),
    streak: state.seenUp || neverUp === null ? 0 : state.streak + 1,
  };
}

function reboots(
  { habits }: LadderReboot,
  rollback: Machine['rollback'],
  { writable }: World,
  { env, slot, degraded }: State,
): State['env'] {
  if (rollback === null || !habits.givesTryBack || !writable || slot < 0) return env;
  return booksOf(rollback).excuse(rollback, env, slot, degraded);
}

/** Running time passes until the oldest reboot has left the window. */
function windowPasses({ reboot }: LadderMachine, state: State): Step[] {
  if (reboot === null || (state.recent === 0 && state.marks === 0)) return [];
  const to = { ...state, marks: Math.max(0, state.marks - 1), recent: Math.max(0, state.recent - 1) };
  return [respond({ what: 'window-passes' }, reboot.windowMs, to)];
}

/** What changes around the machine, as often as it likes: the network, and guards that do not hold for ever. */
export function worldSteps({ ladder }: Machine, bounds: Bounds, state: State): Step[] {
  // Elsewhere nothing asks for it: a change there is one that comes when user space runs.
  if (state.hung || !RUNNING.has(state.stage)) return [];
  const nets = bounds.nets
    .filter((net) => net !== state.net)
    .map((net): Step => ({ kind: 'change', event: { what: 'network', net }, ms: 0, to: { ...state, net } }));
  if (!bounds.guards || ladder === null) return nets;
  const guards = ladder.guards.flatMap(({ always }, guard): Step[] => {
    if (always) return [];
    const held = state.guards ^ (1 << guard);
    const holds = (held & (1 << guard)) !== 0;
    return [
      { kind: 'change', event: { what: 'guard', guard, holds }, ms: 0, to: { ...state, guards: held } },
    ];
  });
  return [...nets, ...guards];
}
