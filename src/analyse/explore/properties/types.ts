import type { DiagnosticCode } from '../../../core/codes.js';
import type { Severity } from '../../../core/diagnostic.js';
import type { KeyPath } from '../../../core/path.js';
import type { Machine } from '../machine.js';
import type { Edge, Graph } from '../search.js';
import type { Searches } from '../searches.js';

/** A course of events that breaks a property: the shortest one. */
export interface Trace {
  readonly graph: Graph;
  readonly way: readonly Edge[];
  /** What then repeats for ever. */
  readonly loop: readonly Edge[];
}

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
  readonly check: (searches: Searches, machine: Machine) => readonly Violation[];
}
