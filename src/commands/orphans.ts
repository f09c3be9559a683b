import type { Diagnostic } from '../core/diagnostic.js';
import { findOrphans } from '../output/index.js';

/** Folders of targets that the spec does not have any more; not asked when only some targets are. */
export function orphansOf(
  { targets, shard }: { readonly targets: readonly string[]; readonly shard?: string | undefined },
  outDir: string,
  names: readonly string[],
): readonly Diagnostic[] {
  if (targets.length > 0 || shard !== undefined) return [];
  // What the machine refuses to read here is refused to the run itself, too, and told once.
  return findOrphans(outDir, names).diagnostics.filter(({ code }) => code === 'WD0504');
}
