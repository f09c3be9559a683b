import type { Artefact } from '../../backends/types.js';
import type { OverMax } from '../../catalogue/types.js';
import type { DiagnosticCode } from '../../core/codes.js';
import type { Severity } from '../../core/diagnostic.js';
import type { TargetPlan } from '../../plan/types.js';
import type { Found } from '../found.js';
import type { Place } from '../place.js';

/** What the image should hold: only known with a spec. */
export interface Expected {
  readonly plan: TargetPlan;
  readonly artefacts: readonly Artefact[];
}

/** What is known about the watchdog's driver: from the plan, or from the board or the kernel's configuration. */
export interface DriverFacts {
  readonly id: string;
  /** Its own Kconfig symbol. */
  readonly symbol: string;
  readonly modules: readonly string[];
  readonly minMs: number | null;
  readonly maxMs: number | null;
  readonly overMax: OverMax;
}

/** What a rule judges. */
export interface Audited {
  readonly found: Found;
  /** Null where there is no spec: then only what contradicts itself is found. */
  readonly expected: Expected | null;
  /** Null where it is not known which driver the device has. */
  readonly driver: DriverFacts | null;
}

/** What a rule has to say about one line. */
export interface AuditFinding {
  readonly place: Place;
  /** What is wrong here, and why it matters. Full sentences. */
  readonly detail: string;
  /** What to do. */
  readonly help: string;
  /** Where it differs from the code's own. */
  readonly severity?: Severity;
  /** Second places. */
  readonly also?: readonly { readonly message: string; readonly place: Place }[];
}

/** One rule over a finished image. One file each, one line in the index. */
export interface AuditRule {
  readonly code: DiagnosticCode;
  readonly check: (audited: Audited) => readonly AuditFinding[];
}
