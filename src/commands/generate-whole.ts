import type { Outcome } from '../core/outcome.js';
import { hasErrors } from '../core/report.js';
import { judgeFleet, selectTargets, treesOf } from './compile.js';
import { carryThrough } from './generate-carry-out.js';
import { ended, type GenerateArguments } from './generate-outcome.js';
import { isFleet, workInParts } from './generate-parts.js';
import { loadFiles, openSpec } from './load.js';
import { type Known, recallFile } from './receipts/known.js';
import { BLANK, type Memory } from './receipts/memory.js';
import type { MetFile } from './receipts/receipt.js';
import { readShard } from './shards.js';

/**
 * Renders the selected targets, but for those of files that are remembered and on disk as they were. With any error in
 * the spec nothing at all is written.
 */
export function generateWhole(args: GenerateArguments, memory: Memory = BLANK): Outcome {
  const known: Known = { names: new Set(), targets: new Map() };
  const skip = (file: MetFile) => recallFile(file, args, memory, known);
  const opened = openSpec(args.spec, { skip });
  if (args.shard === undefined && isFleet(opened)) {
    const work = workInParts(opened, args, memory);
    if (work !== undefined) return carryThrough(args, memory, work);
  }
  const { spec, diagnostics, sources, inputs, include } = loadFiles(opened, { tolerant: true, skip });
  if (spec === undefined) return ended(diagnostics, sources);
  const part = readShard(args.shard);
  if ('wrong' in part) return ended([part.wrong], sources);
  const selected = selectTargets(spec, args.targets, part.shard);
  const judged = judgeFleet(selected.targets);
  const found = [...diagnostics, ...selected.diagnostics, ...judged.flatMap((one) => one.diagnostics)];
  // What is wrong is told with all of the spec at hand.
  if (known.names.size > 0 && (hasErrors(found) || spec.targets.some(({ name }) => known.names.has(name))))
    return generateWhole(args);
  if (hasErrors(found)) return ended(found, sources);
  return carryThrough(args, memory, {
    ofForm: diagnostics,
    said: new Map(judged.map((one) => [one.target.name, one.diagnostics])),
    ...{ sources, inputs, include, known },
    targets: spec.targets,
    trees: () => treesOf(judged),
  });
}
