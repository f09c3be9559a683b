import { hash } from 'node:crypto';
import { compareText } from '../core/report.js';

/** A generated file, as far as evidence is about it. */
export interface HashedFile {
  readonly path: string;
  readonly mode: number;
  readonly text: string;
}

/** Files that no machine runs: what they say may change without anything having to be proven again. */
const PROSE = new Set(['RUNBOOK.md', 'coverage.svg', 'manifest.json']);

/** What evidence is bound to: path, mode and content of every file that lands in the image. */
export function artefactHash(files: readonly HashedFile[]): string {
  const lines = files
    .filter(({ path }) => !PROSE.has(path))
    .toSorted((a, b) => compareText(a.path, b.path))
    .map(({ path, mode, text }) => `${path}\0${mode.toString(8)}\0${sha256(text)}\n`);
  return sha256(lines.join(''));
}

/** What an approval is bound to: the image of today, and the one with everything enabled that is deferred. */
export function planHash(target: string, now: string, enabled: string): string {
  return sha256(`${target}\n${now}\n${enabled}\n`);
}

/** SHA-256 of a text, in hex. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
