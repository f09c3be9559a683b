import { choose } from '../choose.js';
import type { GenerateArguments } from '../generate-outcome.js';
import type { Memory } from './memory.js';
import type { MetFile, TargetReceipt } from './receipt.js';

/** What of the spec is remembered, and was not read therefore. */
export interface Known {
  /** All targets of the files that were left out. */
  readonly names: Set<string>;
  /** Those of them that the run is about. */
  readonly targets: Map<string, TargetReceipt>;
}

/** Whether all that is wanted of a file is remembered, and on disk as it was. Adds it to `known`. */
export function recallFile(file: MetFile, args: GenerateArguments, memory: Memory, known: Known): boolean {
  const receipt = memory.recall(file);
  if (receipt === undefined || file.role === 'root' || args.shard !== undefined) return false;
  // A name that another file has, too, is found when neither is left out.
  if (receipt.names.some((name) => known.names.has(name))) return false;
  const chosen = [...choose(receipt.names, args.targets).chosen];
  if (chosen.some((name) => !memory.isCurrent(name, receipt))) return false;
  for (const name of receipt.names) known.names.add(name);
  for (const name of chosen) {
    const target = receipt.targets[name];
    if (target !== undefined) known.targets.set(name, target);
  }
  return true;
}
