import type { DiagnosticCode } from '../core/codes.js';
import type { Severity } from '../core/diagnostic.js';
import type { KeyPath } from '../core/path.js';
import type { TargetPlan } from '../plan/types.js';

/** What a rule found: a place in the plan, and why it is wrong there. */
export interface Finding {
  /** Plan path of the value to change. */
  readonly at: KeyPath;
  /** Which of the setting's values, for the place in the spec. */
  readonly state?: 'active' | 'deferred';
  /** Milder or graver than the code's usual severity. */
  readonly severity?: Severity;
  readonly detail: string;
  readonly help?: string;
  /** Plan paths of what else contributes, with what each contributes. */
  readonly because?: readonly { readonly path: KeyPath; readonly says: string }[];
}

/** One thing that goes wrong in the field, found in a plan. Pure: no clock, no disk, no environment. */
export interface Rule {
  readonly code: DiagnosticCode;
  /** `isWritten` tells a value that stands in the spec from one that is assumed. */
  readonly check: (plan: TargetPlan, isWritten: (path: KeyPath) => boolean) => readonly Finding[];
}
