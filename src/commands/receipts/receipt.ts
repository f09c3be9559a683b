import type { Diagnostic } from '../../core/diagnostic.js';

/**
 * What a run found out about one spec file and is still true while the bytes of the file and wdgen itself are the same.
 * Plain JSON.
 */
export interface Receipt {
  /** The `include` patterns of a root file. */
  readonly include: readonly string[];
  /** All targets of the file. */
  readonly names: readonly string[];
  /** Those of them that have been generated, by name. */
  readonly targets: Readonly<Record<string, TargetReceipt>>;
}

/** What a sound target came to. */
export interface TargetReceipt {
  /** The SHA-256 of its manifest, and so of all its files. */
  readonly manifest: string;
  /** What was said about it: warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A spec file as a run meets it. */
export interface MetFile {
  /** The name under which findings show it: part of what is remembered. */
  readonly label: string;
  /** The name that generated headers use. */
  readonly specFile: string;
  readonly role: 'root' | 'included';
  readonly bytes: Uint8Array;
}
