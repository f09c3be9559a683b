import type { Registry } from '../../../src/rehearse/registry.js';
import type { RunnerSetup } from '../../../src/rehearse/runner.js';
import { jobsOf } from '../../../src/rehearse/runner-jobs.js';
import type { Guest, Lab, MachineKind, Scenario, Verdict } from '../../../src/rehearse/types.js';
import type { Emulator, MachineEvent } from '../../../src/system/emulator.js';
import { planFixture } from '../../lib/plan.js';

/** A machine that is none: it has the events that it is given, and says whether it was stopped. */
export interface FakeGuest extends Guest {
  readonly isStopped: () => boolean;
}

const NOTHING = { saidBytes: 0, unnamedBytes: 0 };

export function fakeGuest(events: readonly MachineEvent[] = [], added: readonly string[] = []): FakeGuest {
  let stopped = false;
  const machine = {
    events,
    nowMs: 0,
    ended: false,
    console: 'the console',
    ...NOTHING,
  } as unknown as Emulator;
  return {
    machine,
    added,
    ready: async () => undefined,
    run: async () => undefined,
    watchdogReset: async () => undefined,
    stop: async () => {
      stopped = true;
    },
    isStopped: () => stopped,
  };
}

/** A kind of machine; `boot` makes its guests. */
export function fakeKind(over: Partial<MachineKind> = {}): MachineKind {
  return {
    id: 'pc',
    standIn: () => ({ machine: 'q35', driver: 'i6300esb', same: false, proves: 'the order of events' }),
    missing: () => [],
    prepare: async () => {},
    boot: async () => fakeGuest([{ atMs: 1, kind: 'qemu', text: 'WATCHDOG' }], ['an init']),
    ...over,
  };
}

export const PASSED: Verdict = { result: 'passed', said: 'It was reset.', marks: [], measures: [] };

export function fakeScenario(
  id: string,
  run: (lab: Lab) => Promise<Verdict> = async () => PASSED,
  over: Partial<Scenario> = {},
): Scenario {
  return { id, title: `Story of ${id}`, machine: 'pc', misfit: () => undefined, run, ...over };
}

export function fakeRegistry(scenarios: readonly Scenario[], kind: MachineKind = fakeKind()): Registry {
  return { machines: [kind], scenarios };
}

/** A runner's setup in a test folder. */
export function setupFor(
  folder: string,
  scenarios: readonly Scenario[],
  over: Partial<RunnerSetup> = {},
): RunnerSetup {
  return {
    plan: planFixture({}),
    artefacts: [],
    own: {},
    acceleration: 'tcg',
    machines: [fakeKind()],
    jobs: jobsOf(scenarios, 1, 1),
    parallel: 1,
    totalMs: 60_000,
    diskBytes: 1024 ** 3,
    folder,
    progress: () => {},
    signal: new AbortController().signal,
    ...over,
  };
}
