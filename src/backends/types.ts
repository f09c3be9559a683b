import type { TargetPlan } from '../plan/types.js';
import type { Language, Quoted } from './quote/quoted.js';

/** One generated file. */
export interface Artefact {
  /** Below the target's folder, with forward slashes: `modules/watchdog.nix`. */
  readonly path: string;
  readonly mode: 0o644 | 0o755;
  readonly text: string;
  readonly backend: BackendId;
  /** `deferred`: the file only documents, nothing in it is enforced. */
  readonly state: 'active' | 'deferred';
  /** Printed plan paths the file follows from, for the manifest. */
  readonly origin: readonly string[];
}

export type BackendId =
  | 'nixos'
  | 'systemd'
  | 's6-rc'
  | 'busybox'
  | 'watchdogd'
  | 'application'
  | 'kernel'
  | 'uboot'
  | 'commit'
  | 'selfheal'
  | 'services'
  | 'monitor'
  | 'retention'
  | 'doctor'
  | 'schedule'
  | 'runbook';

/** What a template may be given: quoted text, numbers, flags, and lists or records of those. */
export type View = { readonly [name: string]: ViewValue };
export type ViewValue = Quoted | number | boolean | readonly ViewValue[] | View;

/** A file before rendering: a template of `templates/`, the language it is written in, and its view. */
export interface Draft {
  readonly path: string;
  readonly mode: 0o644 | 0o755;
  /** Template name below `templates/`, without `.hbs`: `nixos/watchdog.nix`. */
  readonly template: string;
  readonly language: Language;
  readonly view: View;
  readonly state: 'active' | 'deferred';
  readonly origin: readonly string[];
}

/** A kind of output. Sees only the plan; decides everything its templates print. */
export interface Backend {
  readonly id: BackendId;
  readonly title: string;
  /** The files this backend makes for a target; empty when it has nothing to say for it. */
  readonly drafts: (plan: TargetPlan) => readonly Draft[];
}
