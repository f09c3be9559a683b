import type { Artefact } from '../backends/types.js';
import type { BootStage, TargetPlan } from '../plan/types.js';
import type { Acceleration } from '../system/accelerator.js';
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
  /** Since the first machine of the run was started: `lab.nowMs()`, or the `atMs` of that machine's events. */
  readonly atMs: number;
  readonly text: string;
}

/** A duration that was measured beside the one that was computed. */
export interface Measure {
  /**
   * A figure of the timeline, or a stage of the boot: `feeder-hang`, `boot.kernel`. The runner adds the longest `boot`
   * that `ready` saw, as a time that nothing is computed for: the emulator is not the board.
   */
  readonly figure: string;
  readonly measuredMs: number;
  /** null where the timeline has no number. */
  readonly computedMs: number | null;
  /**
   * How much the measuring itself may have added: the last feeding is known to a second, a look is taken every 100 ms.
   * Only what is longer than the computed time and this together shows that the model is wrong. Default: 0.
   */
  readonly slackMs?: number;
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

/** What a scenario works with. The runner makes it. */
export interface Lab {
  readonly plan: TargetPlan;
  readonly artefacts: readonly Artefact[];
  readonly standIn: StandIn;
  /** A folder of this run alone, for what lasts from one machine to the next. The runner removes it. */
  readonly folder: string;
  /** Starts a machine. The runner stops what a scenario leaves running. */
  readonly boot: (options?: BootOptions) => Promise<Guest>;
  readonly progress: (text: string) => void;
  /** Milliseconds since the first machine of this run was started; 0 before. */
  readonly nowMs: () => number;
  /** Numbers from 0 up to 1, the same in every run of the same seed. */
  readonly random: () => number;
}

/** A kind of machine: what it needs, what stands in on it, and how one is started. */
export interface MachineKind {
  readonly id: 'pc' | 'uboot';
  readonly standIn: (plan: TargetPlan) => StandIn;
  /** Which of the user's own images it can boot. Default: none; then they are refused, never left unused. */
  readonly takes?: readonly (keyof OwnImages)[];
  /** Whether the host's processor can run it. Default: only software emulation can. */
  readonly accelerates?: boolean;
  /** What is missing to start one, each in a few words; empty when nothing is. Only looks. */
  readonly missing: (own: OwnImages) => readonly string[];
  /** Fetches what is missing. Throws an EmulatorFault that says what to type where it cannot. */
  readonly prepare: (progress: (text: string) => void) => Promise<void>;
  readonly boot: (order: BootOrder) => Promise<Guest>;
}

/** What the user wants to be booted instead of what `--prepare` fetched: paths. */
export interface OwnImages {
  readonly kernel?: string;
  readonly initrd?: string;
  readonly image?: string;
}

/** One machine to be started. */
export interface BootOrder {
  readonly plan: TargetPlan;
  readonly artefacts: readonly Artefact[];
  readonly own: OwnImages;
  readonly acceleration: Acceleration;
  /** The folder of the run. Everything that the machine needs on disk goes here; give it to the Emulator as `under`. */
  readonly folder: string;
  readonly options: BootOptions;
}

/**
 * How a machine is spoilt: no root file system, no driver of the watchdog, nothing that feeds it, or a feeder that stops
 * the timer when it is ended.
 */
export type Broken = 'no-root' | 'no-driver' | 'no-feeder' | 'disarming-feeder';

export interface BootOptions {
  /** Further kernel arguments, as a fault or a generated setting wants them. */
  readonly append?: readonly string[];
  /** What the scenario breaks. */
  readonly broken?: Broken;
  /** What is wrong with slots of a machine that has some, by name; the other slots are sound. */
  readonly slots?: Readonly<Record<string, SlotFault>>;
  /** Variables of U-Boot that differ from the generated start, as something that came before has left them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The boot script without the lines that count: it has to be seen that a rehearsal notices. */
  readonly script?: 'does-not-count';
}

/**
 * `hang`: stops once its feeder has opened the device; `panic`: the kernel panics before that; `unhealthy`: its checks
 * fail.
 */
export type SlotFault = 'hang' | 'panic' | 'unhealthy';

/**
 * How long the stages of one start took, in milliseconds, as far as it came: those of the timeline, and of `kernel` the part
 * that the initramfs took.
 */
export type Stages = Readonly<Partial<Record<BootStage | 'initrd', number>>>;

/** A machine that has been started. */
export interface Guest {
  readonly machine: Emulator;
  /** What the harness put beside the artefacts, or took away, each in a few words: an init that loads modules. */
  readonly added: readonly string[];
  /** How QEMU runs its processor, and why not faster. Default: in software emulation. */
  readonly emulation?: string;
  /** Its starts, stage by stage. Default: none is known. */
  readonly stages?: () => readonly Stages[];
  /** Waits until user space runs; the moment, or undefined when it did not come up. */
  readonly ready: (limitMs: number) => Promise<MachineEvent | undefined>;
  /** Runs a command in the machine and waits for its end. */
  readonly run: (
    command: string,
    limitMs: number,
  ) => Promise<{ readonly text: string; readonly status: number } | undefined>;
  /** Waits until the watchdog resets the machine: QEMU's WATCHDOG event, and nothing else. */
  readonly watchdogReset: (limitMs: number, from?: number) => Promise<MachineEvent | undefined>;
  /** Locks its processor up with interrupts off, for good, where the emulator can. False when it would not. */
  readonly lockUp?: () => Promise<boolean>;
  /**
   * Generated files that the user's own image lacks or holds otherwise, by their paths. Absent where nothing was looked for: then
   * it is not known what the machine ran. Default: the harness laid them in itself.
   */
  readonly lacking?: () => readonly string[] | undefined;
  readonly stop: () => Promise<void>;
}

/** One thing that goes wrong, and what must bring the machine back. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** Which kind of machine it runs on. */
  readonly machine: MachineKind['id'];
  /** When the runner gives it up. Default: ten minutes. */
  readonly limitMs?: (plan: TargetPlan) => number;
  /** Why it makes no sense for a target; undefined when it does. */
  readonly misfit: (plan: TargetPlan, own?: OwnImages) => string | undefined;
  readonly run: (lab: Lab) => Promise<Verdict>;
}
