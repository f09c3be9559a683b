import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { render } from '../../src/backends/render.js';
import type { Artefact, Backend } from '../../src/backends/types.js';
import type { TargetPlan } from '../../src/plan/types.js';
import { treeOf, type Vector } from './s6rc-vectors.js';

/** Where the s6-rc sources lie in an image. */
export const sourceOf = 'rootfs/etc/s6-rc/source';

/** What a backend makes of a plan. */
export function artefactsOf(backend: Backend, plan: TargetPlan): readonly Artefact[] {
  return backend.drafts(plan).map((draft) => render(draft, backend.id));
}

/** Writes a backend's files below `folder`, byte for byte and with their modes. */
export function layOut(folder: string, backend: Backend, plan: TargetPlan): void {
  for (const { path, text, mode } of artefactsOf(backend, plan)) put(join(folder, path), text, mode);
}

/** Writes a vector below `folder`. */
export function layOutVector(folder: string, files: Vector['files']): void {
  for (const [path, { kind, text, mode }] of treeOf(files)) {
    if (kind === 'dir') mkdirSync(join(folder, path), { recursive: true });
    else put(join(folder, path), text, mode);
  }
}

function put(file: string, text: string, mode: number): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
}
