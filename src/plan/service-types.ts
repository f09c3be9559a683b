import type { ServiceManager } from './network-types.js';
import type { Deferral } from './types.js';

/** A service that systemd watches by its heartbeat. */
export interface ServicePlan {
  readonly name: string;
  readonly state: 'active' | 'deferred';
  /** `edge_telemetry.service`. */
  readonly unit: string;
  /** The whole unit where wdgen writes it; null = a drop-in beside the unit of somebody else. */
  readonly whole: WholeUnitPlan | null;
  /** null: the unit has its own, and a drop-in leaves it alone. */
  readonly type: 'notify' | 'notify-reload' | 'simple' | 'exec' | 'forking' | null;
  /** WatchdogSec: no heartbeat for this long and the service is killed with SIGABRT. */
  readonly watchdogMs: number | null;
  /** How often the application is told to send WATCHDOG=1; half of the limit unless the spec says it. */
  readonly heartbeatMs: number | null;
  readonly notifyAccess: 'main' | 'exec' | 'all' | 'none' | null;
  readonly restart: 'no' | 'on-failure' | 'on-watchdog' | 'on-abnormal' | 'on-abort' | 'always' | null;
  readonly restartDelayMs: number | null;
  readonly startTimeoutMs: number | null;
  readonly stopTimeoutMs: number | null;
  /** At most `burst` starts in `intervalMs`. */
  readonly startLimit: { readonly burst: number; readonly intervalMs: number } | null;
  /**
   * What happens when the unit is given up: StartLimitAction where it is restarted, FailureAction where it is not.
   * FailureAction alone would come at the first failure, restart or not: unit_notify in systemd's src/core/unit.c looks
   * at `failed` only, not at UNIT_NOTIFY_WILL_AUTO_RESTART.
   */
  readonly onFailure: 'none' | 'reboot' | 'reboot-force' | 'reboot-immediate' | null;
  readonly deferral: Deferral | null;
}

export interface WholeUnitPlan {
  readonly description: string;
  /** ExecStart, word by word; the first is an absolute path. */
  readonly command: readonly string[];
  readonly user: string | null;
  readonly workingDirectory: string | null;
  readonly after: readonly string[];
  readonly wants: readonly string[];
  readonly wantedBy: readonly string[];
}

/** A look at whether a process is there, for a service that cannot notify. It cannot see one that hangs. */
export interface MonitorPlan {
  readonly name: string;
  readonly state: 'active' | 'deferred';
  /** A part of the command line of the process. */
  readonly process: string;
  readonly restart: { readonly manager: ServiceManager; readonly service: string };
  readonly everyMs: number;
  /** After a restart the process is left alone for this long. */
  readonly graceMs: number;
  /** At most this many restarts in an hour of running time; then only alerts and log. */
  readonly restartsPerHour: number;
  /** Names of alerts. */
  readonly alerts: readonly string[];
  readonly deferral: Deferral | null;
}

/** Somebody to tell: a JSON webhook. Never holds up a recovery. */
export interface AlertPlan {
  readonly name: string;
  readonly url: string;
  /** `device` of the message; the target's name unless the spec says it. */
  readonly device: string;
  /** Further members of the message, text only. */
  readonly fields: Readonly<Record<string, string>>;
  readonly tries: number;
  /** Time limit of one try. */
  readonly timeoutMs: number;
}

/** Bounded clean-up of a directory. Limits that are 0 do not limit. */
export interface RetentionPlan {
  readonly name: string;
  readonly state: 'active' | 'deferred';
  readonly path: string;
  readonly keepMs: number;
  readonly keepCount: number;
  readonly keepBytes: number;
  /** At most once in this time. */
  readonly everyMs: number;
  /** `tmpfiles` knows ages only. */
  readonly by: 'tmpfiles' | 'script';
  readonly deferral: Deferral | null;
}
