import type { DiagnosticCode } from '../../../core/codes.js';
import type { Severity } from '../../../core/diagnostic.js';
import type { KeyPath } from '../../../core/path.js';
import type { Machine } from '../machine.js';
import type { Searches } from '../searches.js';
import type { Trace } from '../trace.js';

/** A broken property. */
export interface Violation {
  /** Milder or graver than the code's usual severity. */
  readonly severity?: Severity;
  /** Plan path of the value to change. */
  readonly at: KeyPath;
  readonly detail: string;
  readonly help?: string;
  readonly trace: Trace;
}

/** What has to hold in every course of events within the bounds. */
export interface Property {
  readonly code: DiagnosticCode;
  /** For the machine-readable report: `no-reset-loop`. */
  readonly name: string;
  /** Rules that speak of the same thing: what they have said is not said again, only told as a story. */
  readonly toldBy: readonly DiagnosticCode[];
  readonly check: (searches: Searches, machine: Machine) => readonly Violation[];
}
