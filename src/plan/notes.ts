import type { DiagnosticCode } from '../core/codes.js';
import { type Diagnostic, type DiagnosticParts, diagnostic } from '../core/diagnostic.js';
import { type KeyPath, pathKey } from '../core/path.js';
import type { Setting } from '../core/state.js';
import type { SpecTarget } from '../spec/read.js';
import type { Origin } from './types.js';

/** What the resolvers of one target write down beside the plan: origins and diagnostics. */
export interface Notes {
  readonly target: SpecTarget;
  readonly origins: Map<string, Origin>;
  readonly diagnostics: Diagnostic[];
}

export function createNotes(target: SpecTarget): Notes {
  return { target, origins: new Map(), diagnostics: [] };
}

/** The path in the spec of something in this target. */
export function specPath(notes: Notes, ...path: KeyPath): KeyPath {
  return ['target', notes.target.name, ...path];
}

/** Records where the value at a plan path came from. */
export function origin(notes: Notes, path: KeyPath, from: Origin): void {
  notes.origins.set(pathKey(path), from);
}

/** Records a value that the user wrote, or the default that stands where nothing was written. */
export function fromSpec(
  notes: Notes,
  planPath: KeyPath,
  path: KeyPath,
  reason: string,
  written: boolean,
): void {
  const full = specPath(notes, ...path);
  origin(
    notes,
    planPath,
    written ? { kind: 'spec', path: full } : { kind: 'default', reason, settable: full },
  );
}

/** Reports a mistake at a place of this target's spec: the value if it is there, else where it would stand. */
export function complain(notes: Notes, code: DiagnosticCode, path: KeyPath, parts: DiagnosticParts): void {
  const full = specPath(notes, ...path);
  const { positions } = notes.target.document;
  const span = positions.value(full) ?? positions.nearest(full);
  notes.diagnostics.push(diagnostic(code, { path: full, span, ...parts }));
}

/** A setting as the spec writes it; absent members are absent keys. */
export interface WrittenSetting<T> {
  readonly active?: T | undefined;
  readonly deferred?: T | undefined;
  readonly forbidden?: string | undefined;
}

/** Turns a written setting into a plan's, converting its values. Prose is folded onto one line. */
export function resolveSetting<W, T>(
  written: WrittenSetting<W> | undefined,
  convert: (value: W) => T,
): Setting<T> {
  return {
    active: written?.active === undefined ? null : convert(written.active),
    deferred: written?.deferred === undefined ? null : convert(written.deferred),
    forbidden: written?.forbidden === undefined ? null : fold(written.forbidden),
  };
}

/** Prose on one line: generated comments wrap it themselves. */
export function fold(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
