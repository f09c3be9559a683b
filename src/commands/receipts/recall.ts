import { join } from 'node:path';
import type { Diagnostic } from '../../core/diagnostic.js';
import { disk, glob, splitPath } from '../files.js';
import type { Memory } from './memory.js';
import type { MetFile, Receipt } from './receipt.js';

/** A spec of which every file is remembered. */
export interface Recalled {
  /** Name -> the receipt of the target's file. */
  readonly targets: ReadonlyMap<string, Receipt>;
  /** Label -> bytes of the files. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Files, and folders in which files were looked for. */
  readonly inputs: readonly string[];
}

/** Recalls a spec without reading any of it; undefined when a file is new, or anything is to be said about them. */
export function recallSpec(path: string, memory: Memory): Recalled | undefined {
  const { folder, name } = splitPath(path);
  const files = new Map<string, Uint8Array>();
  const root = receiptOf(path, name, 'root', memory, files);
  if (root === undefined) return undefined;
  const folders = new Set<string>();
  const below = new Set<string>();
  for (const pattern of root.include) {
    const found = glob(folder, pattern, disk, folders).filter((file) => file !== name);
    if (found.length === 0) return undefined;
    for (const file of found) below.add(file);
  }
  const receipts = [root];
  for (const file of below) {
    const receipt = receiptOf(join(folder, file), file, 'included', memory, files);
    if (receipt === undefined) return undefined;
    receipts.push(receipt);
  }
  const targets = new Map(
    receipts.flatMap((receipt) => receipt.names.map((target) => [target, receipt] as const)),
  );
  // A name twice is a mistake, and to be told where.
  if (targets.size !== receipts.reduce((sum, { names }) => sum + names.length, 0)) return undefined;
  return { targets, files, inputs: [path, ...[...below, ...folders].map((one) => join(folder, one))] };
}

function receiptOf(
  path: string,
  specFile: string,
  role: MetFile['role'],
  memory: Memory,
  files: Map<string, Uint8Array>,
): Receipt | undefined {
  const label = disk.label(path);
  const bytes: Uint8Array | Diagnostic = disk.read(path, '');
  if (!(bytes instanceof Uint8Array)) return undefined;
  files.set(label, bytes);
  return memory.recall({ label, specFile, role, bytes });
}
