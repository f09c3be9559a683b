import type { KernelArch, OverMax } from '../catalogue/types.js';
import type { KeyPath } from '../core/path.js';
import type { Setting } from '../core/state.js';
import type { DoctorPlan } from './doctor-types.js';
import type { BootPlan, ImagePlan, SilencedRule } from './image-types.js';
import type { NetworkPlan } from './network-types.js';
import type { RollbackPlan } from './rollback-types.js';
import type { AlertPlan, MonitorPlan, RetentionPlan, ServicePlan } from './service-types.js';

export type * from './doctor-types.js';
export type * from './image-types.js';
export type * from './network-types.js';
export type * from './rollback-types.js';
export type * from './service-types.js';
export type { KernelArch, OverMax };

/** The resolved, typed, read-only form of one target. Plain JSON data; nothing here is looked up again. */
export interface TargetPlan {
  readonly name: string;
  readonly description: string | null;
  /** The file to edit, as the generated headers name it: relative to the root spec, with forward slashes. */
  readonly specFile: string;
  readonly board: BoardPlan;
  readonly platform: PlatformPlan;
  readonly kernel: KernelPlan;
  readonly watchdog: WatchdogPlan;
  /** Null when the spec says nothing about it, or scheme = "none". */
  readonly rollback: RollbackPlan | null;
  /** How long a start takes, for the timeline. */
  readonly boot: BootPlan;
  /** Further facts about the image, for the rules. */
  readonly image: ImagePlan;
  /** Network self-heal; null when the spec says nothing about it. */
  readonly network: NetworkPlan | null;
  readonly services: readonly ServicePlan[];
  readonly monitors: readonly MonitorPlan[];
  readonly alerts: readonly AlertPlan[];
  readonly retentions: readonly RetentionPlan[];
  /** The doctor on the device; null when the spec says nothing about it. */
  readonly doctor: DoctorPlan | null;
  readonly silenced: readonly SilencedRule[];
}

export interface BoardPlan {
  readonly id: string;
  readonly title: string;
  readonly soc: string;
  readonly arch: KernelArch;
  /** What firmware does before Linux and after a reset; null where the catalogue knows nothing. */
  readonly firmware: string | null;
  readonly notes: readonly string[];
}

/** NixOS release as year * 100 + month: 2511 for 25.11. */
export type NixosRelease = number;

export type Init = 'systemd' | 's6-rc' | 'busybox' | 'sysv';

/** What builds the image, and which init starts services in it. */
export type PlatformPlan =
  | { readonly kind: 'nixos'; readonly init: 'systemd'; readonly release: NixosRelease }
  | { readonly kind: 'buildroot'; readonly init: Init }
  | { readonly kind: 'systemd'; readonly init: 'systemd' };

/** The value of a Kconfig symbol, with the type that decides how a fragment writes it. */
export type FlagValue =
  | { readonly kind: 'tristate'; readonly value: 'y' | 'm' | 'n' }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'hex'; readonly value: string }
  | { readonly kind: 'string'; readonly value: string };

export interface KernelFlag {
  /** Without `CONFIG_`. */
  readonly symbol: string;
  readonly setting: Setting<FlagValue>;
  /** One line for the fragment's comment. */
  readonly why: string;
  /** Written by the user, or following from the driver and the feeder. */
  readonly from: 'spec' | 'driver' | 'core';
}

export interface KernelPlan {
  /** "6.12", or null when the spec names none. */
  readonly version: string | null;
  readonly driverAs: 'builtin' | 'module';
  /** In fragment order; one entry per symbol. */
  readonly flags: readonly KernelFlag[];
  readonly deferral: Deferral | null;
}

export type Feeder =
  | { readonly kind: 'systemd' }
  | { readonly kind: 'busybox' }
  | { readonly kind: 'watchdogd' }
  | { readonly kind: 'application'; readonly name: string };

export interface Deferral {
  readonly reason: string;
  /** `rehearsal`, `boots:50`, `fired`, `soak:72h`, `approval`: what lifts the deferral. */
  readonly gate: readonly string[];
}

/** The driver's facts as far as generated files, rules and the runbook need them. */
export interface DriverPlan {
  readonly id: string;
  readonly title: string;
  readonly identity: string;
  /** Modules to load in order when the driver is not built in. */
  readonly modules: readonly string[];
  readonly minMs: number | null;
  readonly maxMs: number | null;
  readonly stepsMs: readonly number[] | null;
  /** How the limits came about. */
  readonly limitsFrom: string;
  readonly defaultTimeoutMs: number | null;
  readonly overMax: OverMax;
  readonly resetsAtExpiry: 1 | 2;
  readonly nowayout: 'param' | 'ignored' | 'forced' | 'config-only' | 'dt';
  readonly magicClose: boolean;
  readonly bootHandover: 'yes' | 'no' | 'conditional' | 'version-dependent';
  /** Whether the hardware signals before it resets; `no` leaves that to a timer of the watchdog core. */
  readonly pretimeout: 'yes' | 'no' | 'conditional' | 'version-dependent';
  readonly watchdogCore: boolean;
  readonly softwareOnly: boolean;
  /** U-Boot's driver for the same hardware; null when it has none. */
  readonly uboot: UbootDriverPlan | null;
  readonly sources: readonly string[];
}

/** U-Boot's driver of a watchdog, as the catalogue has it. */
export interface UbootDriverPlan {
  /** With `CONFIG_`, and what a person has to know besides. */
  readonly kconfig: string;
  readonly note: string | null;
}

/** A governor of the watchdog core: `panic` leaves a trace, `noop` a line in a log that the reset loses. */
export type PretimeoutGovernor = 'panic' | 'noop';

export interface WatchdogPlan {
  readonly driver: DriverPlan;
  /** The node the feeder opens. */
  readonly device: string;
  readonly feeder: Setting<Feeder>;
  /** The hardware timeout while the system runs. Whole seconds. */
  readonly runtimeMs: Setting<number>;
  /** How often the feeder pets. null members when the feeder decides itself (systemd). */
  readonly petMs: Setting<number>;
  readonly rebootMs: Setting<number>;
  readonly kexecMs: Setting<number>;
  readonly pretimeoutMs: Setting<number>;
  /** What the kernel does at the pretimeout; without a governor systemd sets none. */
  readonly pretimeoutGovernor: PretimeoutGovernor;
  /** How long the kernel feeds before user space must have opened the device; unset = for ever. */
  readonly openTimeoutMs: Setting<number>;
  /** Whether closing the device, even with the magic V, must not stop the timer. */
  readonly nowayout: Setting<boolean>;
  /** True when something opens the device in today's image: feeder and runtime are both active. */
  readonly armed: boolean;
  readonly service: FeederServicePlan;
  readonly deferral: Deferral | null;
}

/** How the feeder's service stands in an init system that has services. */
export interface FeederServicePlan {
  /** `watchdog-feeder`. */
  readonly name: string;
  /** Services that must be up before the feeder starts. */
  readonly after: readonly string[];
  /** The s6-rc bundle that starts it at boot; null = the user adds it to one. */
  readonly bundle: string | null;
}

/** Where a plan value came from. */
export type Origin =
  | { readonly kind: 'spec'; readonly path: KeyPath }
  | { readonly kind: 'catalogue'; readonly fact: string; readonly source: string }
  | { readonly kind: 'default'; readonly reason: string; readonly settable: KeyPath }
  | { readonly kind: 'derived'; readonly reason: string; readonly from: readonly KeyPath[] };

/** Plan path -> origin, keyed by `pathKey`. A value without an entry of its own has its nearest ancestor's. */
export type OriginMap = ReadonlyMap<string, Origin>;

/** A target's plan with the origin of every value in it. */
export interface ResolvedTarget {
  readonly plan: TargetPlan;
  readonly origins: OriginMap;
}
