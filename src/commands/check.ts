import type { Diagnostic } from '../core/diagnostic.js';
import type { Block, Outcome } from '../core/outcome.js';
import { hasErrors, sortDiagnostics } from '../core/report.js';
import { compareTargets } from '../output/index.js';
import type { Spec } from '../spec/read.js';
import { compileTarget, type JudgedTarget, selectTargets, treesOf } from './compile.js';
import { exitOf } from './exits.js';
import { exists } from './files.js';
import { outDirOf } from './generate-outcome.js';
import { loadSpec } from './load.js';
import { orphansOf } from './orphans.js';
import { readShard } from './shards.js';

export interface CheckArguments {
  readonly spec: string;
  readonly targets: readonly string[];
  readonly out: string | undefined;
  readonly strict: boolean;
  readonly tools: boolean;
  /** As typed. */
  readonly shard?: string | undefined;
}

/** `wdgen check`: the spec, the rules, the explored machines, and the tree on disk against the spec; with --tools also the real validators. */
export async function check(args: CheckArguments): Promise<Outcome> {
  const { spec, diagnostics, sources } = loadSpec(args.spec, { tolerant: true });
  const part = readShard(args.shard);
  if ('wrong' in part)
    return { exit: exitOf([part.wrong]), blocks: [], data: null, diagnostics: [part.wrong], sources };
  const selected =
    spec === undefined ? { targets: [], diagnostics: [] } : selectTargets(spec, args.targets, part.shard);
  const readable = !hasErrors(diagnostics);
  const judged = selected.targets.map((target) => compileTarget(target, { notes: readable }));
  const { exploreTargets } = await import('./exploration.js');
  const explored = exploreTargets(judged);
  const found: Diagnostic[] = [...diagnostics, ...selected.diagnostics, ...explored.diagnostics];
  const sound = spec !== undefined && !hasErrors(found);
  if (sound) found.push(...drift(args, judged, spec));
  const tools = sound && args.tools ? await judgeByTools(judged) : { diagnostics: [], blocks: [] };
  const all = sortDiagnostics([...found, ...tools.diagnostics]);
  const exit = exitOf(all, args.strict ? ['error', 'warning'] : ['error']);
  const summary: Block[] = !readable ? [] : [{ kind: 'text', text: summarise(all, judged.length) }];
  return {
    exit,
    blocks: [...tools.blocks, ...explored.blocks, ...summary],
    data: { targets: selected.targets.map(({ name }) => name), explored: explored.data },
    diagnostics: all,
    sources,
  };
}

/** What the tree on disk lacks; nothing before the first generate. */
function drift(args: CheckArguments, judged: readonly JudgedTarget[], spec: Spec): readonly Diagnostic[] {
  const outDir = outDirOf(args);
  if (!exists(outDir)) return [];
  return [
    ...compareTargets(outDir, treesOf(judged)).diagnostics,
    ...orphansOf(
      args,
      outDir,
      spec.targets.map(({ name }) => name),
    ),
  ];
}

async function judgeByTools(judged: readonly JudgedTarget[]) {
  const { runTools } = await import('./tools.js');
  return runTools(judged);
}

function summarise(found: readonly Diagnostic[], targets: number): string {
  const checked = `${targets} ${targets === 1 ? 'target' : 'targets'} checked`;
  const problems = found.filter(({ severity }) => severity !== 'note').length;
  return problems === 0 ? `${checked}, nothing wrong found.` : `${checked}.`;
}
