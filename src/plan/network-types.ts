import type { Deferral } from './types.js';

/** What a probe proves when it succeeds. A server that is down says nothing about this machine. */
export type Proves = 'link' | 'lan' | 'internet' | 'server';

/** How many of several must succeed. */
export type Need =
  | { readonly kind: 'all' }
  | { readonly kind: 'any' }
  | { readonly kind: 'quorum'; readonly of: number };

export interface HostPort {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** What a probe does. Without hosts, `neighbour` and `ping` ask the gateway of the default route. */
export type ProbeCheck =
  | { readonly kind: 'carrier' }
  | { readonly kind: 'address'; readonly family: 'ipv4' | 'ipv6' | 'any' }
  | { readonly kind: 'neighbour'; readonly hosts: readonly string[] }
  | { readonly kind: 'ping'; readonly hosts: readonly string[]; readonly count: number }
  | { readonly kind: 'tcp'; readonly hosts: readonly HostPort[] }
  | { readonly kind: 'http'; readonly urls: readonly string[] }
  | { readonly kind: 'script'; readonly path: string };

export interface ProbePlan {
  readonly name: string;
  readonly proves: Proves;
  readonly check: ProbeCheck;
  /** How many of its hosts must answer. */
  readonly need: Need;
  /** Time limit of the whole probe. */
  readonly timeoutMs: number;
}

/** Evidence that acting would do harm: while it holds, what names it does not act. */
export type GuardCheck =
  /** A mass-storage LUN of the USB gadget has a backing file; with `whenBound` only while a UDC is bound. */
  | { readonly kind: 'usb-storage'; readonly gadget: string; readonly whenBound: boolean }
  | { readonly kind: 'udc-bound'; readonly gadget: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'process'; readonly name: string }
  /** A program that ends with 0 while nothing may act. */
  | { readonly kind: 'script'; readonly path: string };

export interface GuardPlan {
  readonly name: string;
  readonly check: GuardCheck;
}

/** Who restarts a service. `respawn`: the process is killed and inittab's respawn line starts it again. */
export type ServiceManager = 'systemd' | 's6-rc' | 'sysv' | 'respawn';

export type StepAction =
  | { readonly kind: 'bounce'; readonly downMs: number }
  /** Restarts autonegotiation where a tool for it is there, else takes the link down long enough for the PHY to start anew. */
  | { readonly kind: 'renegotiate'; readonly downMs: number }
  /** Fixes the speed, for a link that does not negotiate; needs ethtool or mii-tool in the image. */
  | { readonly kind: 'force-speed'; readonly mbit: 10 | 100 | 1000; readonly duplex: 'half' | 'full' }
  | { readonly kind: 'dhcp' }
  | { readonly kind: 'restart'; readonly manager: ServiceManager; readonly service: string }
  | { readonly kind: 'script'; readonly path: string }
  | { readonly kind: 'webhook'; readonly alert: string }
  | { readonly kind: 'email'; readonly to: string; readonly from: string; readonly relay: string }
  | { readonly kind: 'wake-on-lan'; readonly mac: string };

export interface StepPlan {
  readonly name: string;
  readonly action: StepAction;
  /** Pause before the probes are asked again; 0 for steps that only tell somebody. */
  readonly settleMs: number;
  /** The step is not taken again before this much running time has passed; 0 = in every round. */
  readonly cooldownMs: number;
  /** Time limit of the action itself. */
  readonly timeoutMs: number;
  /** Names of guards; one that holds lets the step be skipped. */
  readonly guards: readonly string[];
}

/** The last step of the ladder. */
export interface LadderRebootPlan {
  readonly state: 'active' | 'deferred';
  /** Failed rounds in a row before a reboot is considered. */
  readonly rounds: number;
  /** A reboot needs a failed probe that proves one of these: a server alone never leads to one. */
  readonly on: readonly Exclude<Proves, 'server'>[];
  readonly guards: readonly string[];
  /** Names of probes; one that succeeds forbids the reboot. */
  readonly vetoes: readonly string[];
  /** At most this many reboots .. */
  readonly max: number;
  /** .. in this much running time, counted across boots without the wall clock. */
  readonly windowMs: number;
  /**
   * At most this many reboots in a row in which the link never came up in between: a router that is off must not make
   * the machine reboot for ever (motioneyeos issue 2258).
   */
  readonly neverUp: number;
  readonly deferral: Deferral | null;
}

/** Network self-heal: a ladder of steps, taken while the network is found dead. */
export interface NetworkPlan {
  readonly state: 'active' | 'deferred';
  readonly interface: string;
  readonly everyMs: number;
  /** Each round starts up to this much later, so that a fleet does not act as one. */
  readonly jitterMs: number;
  /** Every probe; those in `healthy` decide, others are vetoes only. */
  readonly probes: readonly ProbePlan[];
  readonly healthy: { readonly need: Need; readonly probes: readonly string[] };
  /** In the order in which they are taken. */
  readonly steps: readonly StepPlan[];
  readonly guards: readonly GuardPlan[];
  readonly reboot: LadderRebootPlan;
  /** Survives a reboot: budget and streak. */
  readonly stateDir: string;
  /** The bounded log that survives a reboot: path and its greatest size; one older copy is kept beside it. */
  readonly log: { readonly path: string; readonly bytes: number };
  readonly deferral: Deferral | null;
}
