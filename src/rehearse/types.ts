import type { Artefact } from '../backends/types.js';
import type { TargetPlan } from '../plan/types.js';
import type { Emulator, MachineEvent } from '../system/emulator.js';

/** What a scenario found out. */
export interface Verdict {
  /** `not-covered`: the hang is real and nothing of this image catches it; that is what was to be shown. */
  readonly result: 'passed' | 'failed' | 'not-covered';
  /** One sentence: what was seen. For a failure: what should have been seen, and why it probably was not. */
  readonly said: string;
  /** Moments worth a place on the picture. */
  readonly marks: readonly Mark[];
  readonly measures: readonly Measure[];
}

/** A moment of a run. */
export interface Mark {
  readonly atMs: number;
  readonly text: string;
}

/** A duration that was measured beside the one that was computed. */
export interface Measure {
  /** A figure of the timeline: `feeder-hang`. */
  readonly figure: string;
  readonly measuredMs: number;
  /** null where the timeline has no number. */
  readonly computedMs: number | null;
}

/** What stands in for a target's hardware, and what that does not prove. */
export interface StandIn {
  /** `q35`, `virt`. */
  readonly machine: string;
  /** Driver that is used in the emulator. */
  readonly driver: string;
  /** Whether it is the target's own driver. */
  readonly same: boolean;
  readonly proves: string;
}

/** What a scenario works with. */
export interface Lab {
  readonly plan: TargetPlan;
  readonly artefacts: readonly Artefact[];
  readonly standIn: StandIn;
  /** Starts the machine. What the harness adds to the artefacts is listed in `added`. */
  readonly boot: (options?: BootOptions) => Promise<Guest>;
  readonly progress: (text: string) => void;
}

export interface BootOptions {
  /** Further kernel arguments, as a fault or a generated setting wants them. */
  readonly append?: readonly string[];
  /** Leave the machine without a root file system, without its driver, ..: what the scenario breaks. */
  readonly broken?: 'no-root' | 'no-driver' | 'no-feeder';
}

/** A machine that has been started. */
export interface Guest {
  readonly machine: Emulator;
  /** Waits until user space runs; the moment, or undefined when it did not come up. */
  readonly ready: (limitMs: number) => Promise<MachineEvent | undefined>;
  /** Runs a command in the machine and waits for its end. */
  readonly run: (
    command: string,
    limitMs: number,
  ) => Promise<{ readonly text: string; readonly status: number } | undefined>;
  /** Waits until the watchdog resets the machine: QEMU's WATCHDOG event, and nothing else. */
  readonly watchdogReset: (limitMs: number, from?: number) => Promise<MachineEvent | undefined>;
  readonly stop: () => Promise<void>;
}

/** One thing that goes wrong, and what must bring the machine back. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** Which kind of machine it runs on. */
  readonly machine: 'pc' | 'uboot';
  /** Why it makes no sense for a target; undefined when it does. */
  readonly misfit: (plan: TargetPlan) => string | undefined;
  readonly run: (lab: Lab) => Promise<Verdict>;
}
