import { hash } from 'node:crypto';
import type { Artefact } from '../backends/types.js';
import { compareText } from '../core/report.js';
import { ancestors, pathProblem } from './names.js';

/** What the manifest remembers of one file. */
export interface ManifestEntry {
  readonly path: string;
  readonly sha256: string;
  readonly mode: '0644' | '0755';
  readonly backend: string;
  readonly state: 'active' | 'deferred';
  readonly origin: readonly string[];
}

export interface Manifest {
  readonly target: string;
  readonly spec: string;
  readonly files: ReadonlyMap<string, ManifestEntry>;
}

export type ManifestResult =
  | { readonly ok: true; readonly manifest: Manifest }
  | { readonly ok: false; readonly reason: string };

/** SHA-256 of text (as UTF-8) or bytes, in hex. */
export function sha256(data: string | Buffer): string {
  return hash('sha256', data, 'hex');
}

/** The mode as the manifest writes it. */
export function modeText(mode: Artefact['mode']): ManifestEntry['mode'] {
  return mode === 0o755 ? '0755' : '0644';
}

/** The manifest of sorted files. */
export function makeManifest(target: string, spec: string, artefacts: Iterable<Artefact>): Manifest {
  const files = new Map<string, ManifestEntry>();
  for (const { path, text, mode, backend, state, origin } of artefacts) {
    const entry = { path, sha256: sha256(text), mode: modeText(mode), backend, state };
    files.set(path, { ...entry, origin: [...origin].sort(compareText) });
  }
  return { target, spec, files };
}

/** The text of a manifest: the same bytes for the same files. No date, version or host. */
export function renderManifest({ target, spec, files }: Manifest): string {
  return `${JSON.stringify({ schema: 1, target, spec, files: [...files.values()] }, null, 2)}\n`;
}

/** Reads a manifest strictly: whatever wdgen would not have written makes it damaged. */
export function parseManifest(text: string, target: string): ManifestResult {
  const value = parseJson(text);
  if (value === undefined) return damaged('it is not complete JSON');
  if (!isRecord(value)) return damaged('it is not a JSON object');
  if (value['schema'] !== 1)
    return damaged(`its schema is ${show(value['schema'])}; this wdgen reads schema 1`);
  if (!hasKeys(value, ['schema', 'target', 'spec', 'files']))
    return damaged('its keys are not those of schema 1');
  const { spec, files } = value;
  if (value['target'] !== target) return damaged(`it belongs to target ${show(value['target'])}`);
  if (typeof spec !== 'string') return damaged('its spec is no text');
  if (!Array.isArray(files)) return damaged('its files are no list');
  return readEntries(files, target, spec);
}

function readEntries(list: readonly unknown[], target: string, spec: string): ManifestResult {
  const files = new Map<string, ManifestEntry>();
  let last = '';
  for (const [index, item] of list.entries()) {
    const entry = readEntry(item);
    if (typeof entry === 'string') return damaged(`files[${index}] ${entry}`);
    if (compareText(last, entry.path) >= 0) return damaged(`files[${index}] is out of order or listed twice`);
    last = entry.path;
    files.set(entry.path, entry);
  }
  for (const path of files.keys()) {
    if (ancestors(path).some((folder) => files.has(folder)))
      return damaged(`${show(path)} lies below a file`);
  }
  return { ok: true, manifest: { target, spec, files } };
}

function readEntry(item: unknown): ManifestEntry | string {
  if (!isRecord(item) || !hasKeys(item, ['path', 'sha256', 'mode', 'backend', 'state', 'origin'])) {
    return 'does not have the keys of schema 1';
  }
  const { path, sha256: sum, mode, backend, state, origin } = item;
  if (typeof path !== 'string') return 'has no path';
  const problem = pathProblem(path);
  if (problem !== undefined) return `has a path that ${problem}`;
  if (typeof sum !== 'string' || !/^[0-9a-f]{64}$/.test(sum)) return 'has no SHA-256';
  if (mode !== '0644' && mode !== '0755') return 'has an unknown mode';
  if (typeof backend !== 'string' || backend === '') return 'has no backend';
  if (state !== 'active' && state !== 'deferred') return 'has an unknown state';
  if (!isTexts(origin)) return 'has no list of origins';
  return { path, sha256: sum, mode, backend, state, origin };
}

function damaged(reason: string): ManifestResult {
  return { ok: false, reason };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function hasKeys(value: Readonly<Record<string, unknown>>, keys: readonly string[]): boolean {
  return Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));
}

/** A value out of a file we do not trust: quoted, without control characters, short. */
function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'missing').slice(0, 80);
}
