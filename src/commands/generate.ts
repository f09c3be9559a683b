import { join } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.js';
import type { Outcome } from '../core/outcome.js';
import { compareText } from '../core/report.js';
import { hasLeftovers, prepareBuildFiles } from '../output/index.js';
import { choose } from './choose.js';
import { ended, type GenerateArguments, outDirOf, settled } from './generate-outcome.js';
import { orphansOf } from './orphans.js';
import { type Memory, openMemory } from './receipts/memory.js';
import { type Recalled, recallSpec } from './receipts/recall.js';

/** `wdgen generate`: renders the selected targets, unless it is known that nothing has changed since the last time. */
export async function generate(args: GenerateArguments): Promise<Outcome> {
  const memory = openMemory(args.spec, outDirOf(args));
  return nothingToDo(args, memory) ?? (await import('./generate-whole.js')).generateWhole(args, memory);
}

/**
 * The outcome of a run in which every selected target is remembered and is on disk as it was: the same, to the byte, as
 * that of a whole run. Undefined when that cannot be known for sure.
 */
function nothingToDo(args: GenerateArguments, memory: Memory): Outcome | undefined {
  const spec = args.shard === undefined ? recallSpec(args.spec, memory) : undefined;
  if (spec === undefined) return undefined;
  const outDir = outDirOf(args);
  const names = [...spec.targets.keys()].sort(compareText);
  const { chosen, unmatched } = choose(names, args.targets);
  if (unmatched.length > 0 || hasLeftovers(outDir)) return undefined;
  const selected = names.filter((name) => chosen.has(name));
  const found: Diagnostic[] = [];
  for (const target of selected) {
    const receipt = spec.targets.get(target);
    if (receipt === undefined || !memory.isCurrent(target, receipt)) return undefined;
    found.push(...(receipt.targets[target]?.diagnostics ?? []));
  }
  const outputs = selected.map((target) => join(outDir, target, 'manifest.json'));
  const build = prepareBuildFiles(args, { inputs: spec.inputs, outputs }, outDir);
  if (build.refused.length > 0) return undefined;
  found.push(...orphansOf(args, outDir, names), ...build.write());
  const of = selected.map((target) => settled(target, args.mode));
  return ended(found, textsOf(found, spec), { of, mode: args.mode, outDir });
}

/** The texts that findings point into. They were read without a mistake once. */
function textsOf(found: readonly Diagnostic[], { files }: Recalled): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { span, related } of found) {
    for (const file of [span?.file, ...related.map((one) => one.span?.file)]) {
      const bytes = file === undefined || texts.has(file) ? undefined : files.get(file);
      if (file !== undefined && bytes !== undefined) texts.set(file, new TextDecoder().decode(bytes));
    }
  }
  return texts;
}
