import { machineOf } from '../../../src/analyse/explore/derive.js';
import type { Bounds } from '../../../src/analyse/explore/events.js';
import { Keys } from '../../../src/analyse/explore/keys.js';
import type {
  LadderHabits,
  LadderMachine,
  Machine,
  RollbackHabits,
  RollbackMachine,
} from '../../../src/analyse/explore/machine.js';
import { stepsFrom } from '../../../src/analyse/explore/step.js';
import type { Trace } from '../../../src/analyse/explore/trace.js';
import { type Exploration, exploreMachine } from '../../../src/analyse/explore.js';
import { active } from '../../lib/plan.js';
import { rm1Fixture } from '../../lib/plan-network.js';
import { rollbackFixture } from '../../lib/plan-rollback.js';

/** rm1's ladder on a board with slots, and a watchdog that guards every stage: nothing is wrong with it. */
export function soundMachine(): Machine {
  const checks = [{ kind: 'program', path: '/usr/libexec/check-app' } as const];
  const plan = rm1Fixture({
    rollback: rollbackFixture({ commit: { checks, timeoutMs: 120_000, retryMs: 5_000 } }),
    boot: { armedMs: 60_000 },
    watchdog: { openTimeoutMs: active(60_000) },
  });
  return machineOf(plan, 'today');
}

export function withRollback(machine: Machine, over: Partial<RollbackMachine>): Machine {
  if (machine.rollback === null) throw new Error('no rollback');
  return { ...machine, rollback: { ...machine.rollback, ...over } };
}

export function withHabits(machine: Machine, over: Partial<RollbackHabits>): Machine {
  if (machine.rollback === null) throw new Error('no rollback');
  return withRollback(machine, { habits: { ...machine.rollback.habits, ...over } });
}

export function withLadder(machine: Machine, change: (ladder: LadderMachine) => LadderMachine): Machine {
  if (machine.ladder === null) throw new Error('no ladder');
  return { ...machine, ladder: change(machine.ladder) };
}

export function withReboot(
  machine: Machine,
  over: Partial<NonNullable<LadderMachine['reboot']>>,
  habits: Partial<LadderHabits> = {},
): Machine {
  return withLadder(machine, (ladder) => {
    if (ladder.reboot === null) throw new Error('no reboot');
    const reboot = { ...ladder.reboot, ...over };
    return { ...ladder, reboot: { ...reboot, habits: { ...reboot.habits, ...habits } } };
  });
}

/** Everything that may happen: a replay asks whether a step is possible, not how likely. */
const EVERYTHING: Bounds = {
  faults: 9,
  kinds: ['cut', 'hang', 'feeder', 'panic', 'environment', 'counter', 'reboot', 'outage'],
  nets: ['none', 'link', 'lan', 'internet', 'server'],
  guards: true,
};

/** Replays a counterexample through the stepper, step by step; returns what is impossible, or null. */
export function replay({ machine, world, start, steps, repeatsFrom }: Trace): string | null {
  const keys = new Keys();
  let state = start;
  for (const [index, step] of steps.entries()) {
    const possible = stepsFrom(machine, world, EVERYTHING, state).find(
      ({ event, kind, ms, to }) =>
        JSON.stringify([event, kind, ms]) === JSON.stringify([step.event, step.kind, step.ms]) &&
        keys.of(to) === keys.of(step.to),
    );
    if (possible === undefined) return `step ${index} (${step.event.what}) is not possible`;
    state = possible.to;
  }
  if (repeatsFrom === null) return null;
  const began = repeatsFrom === 0 ? start : steps[repeatsFrom - 1]?.to;
  return began !== undefined && keys.of(began) === keys.of(state)
    ? null
    : 'it does not come back to where the loop began';
}

/** The broken properties of a machine by name, with their traces. */
export function brokenOf(machine: Machine): { exploration: Exploration; traces: Map<string, Trace> } {
  const exploration = exploreMachine(machine);
  return {
    exploration,
    traces: new Map(exploration.broken.map(({ property, violation }) => [property.name, violation.trace])),
  };
}
