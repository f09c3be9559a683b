import type { Artefact } from '../../backends/types.js';
import type { Diagnostic } from '../../core/diagnostic.js';
import type { Registry } from '../../rehearse/registry.js';
import type { JudgedTarget } from '../compile.js';

/** One row: something that wdgen wants of this build host, how it is, and what mends it. */
export interface Row {
  readonly about: string;
  /** `missing`: not on this machine; `wrong`: it is there and not as it should be. */
  readonly state: 'ok' | 'missing' | 'wrong';
  readonly found: string;
  /** What to type; null where nothing has to be. */
  readonly fix: string | null;
}

/** What the checks look at. */
export interface Bench {
  readonly specPath: string;
  readonly outDir: string;
  /** Node's own version, `20.19.0`. */
  readonly nodeVersion: string;
  /** The targets that could be read, each with its plan; empty where there is no spec. */
  readonly judged: readonly JudgedTarget[];
  /** Everything that is wrong with the spec. */
  readonly diagnostics: readonly Diagnostic[];
  /** The files of each sound target. */
  readonly artefacts: ReadonlyMap<string, readonly Artefact[]>;
  readonly registry: Registry;
}

/** Looks at one part of the build host. Changes nothing. */
export type Check = (bench: Bench) => readonly Row[] | Promise<readonly Row[]>;

/** A row that is as it should be. */
export function fine(about: string, found: string): Row {
  return { about, state: 'ok', found, fix: null };
}
