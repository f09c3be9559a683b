import type { Outcome } from '../core/outcome.js';
import { type Registry, registry } from '../rehearse/registry.js';
import { compileTarget, renderTarget } from './compile.js';
import { checks } from './doctor/checks.js';
import type { Bench, Row } from './doctor/types.js';
import { exists } from './files.js';
import { outDirOf } from './generate-outcome.js';
import { type LoadedSpec, loadSpec } from './load.js';

export interface DoctorArguments {
  readonly spec: string;
  readonly out: string | undefined;
  /** Node's own version, `20.19.0`. */
  readonly nodeVersion: string;
}

/** `wdgen doctor`: the spec, its tree and the tools on this build host, one row each with what mends it. */
export async function doctor(args: DoctorArguments, known: Registry = registry): Promise<Outcome> {
  const bench = benchOf(args, known);
  const rows: Row[] = [];
  for (const check of checks) rows.push(...(await check(bench)));
  return {
    exit: rows.every(({ state }) => state === 'ok') ? 0 : 1,
    blocks: [
      {
        kind: 'table',
        head: ['what', 'state', 'found', 'to mend it'],
        rows: rows.map(({ about, state, found, fix }) => [about, state, found, fix ?? '']),
      },
    ],
    data: rows,
    // What is wrong with the spec is a row; check tells it with places.
    diagnostics: [],
    sources: new Map(),
  };
}

function benchOf({ spec: specPath, out, nodeVersion }: DoctorArguments, known: Registry): Bench {
  const loaded: Pick<LoadedSpec, 'spec' | 'diagnostics'> = exists(specPath)
    ? loadSpec(specPath, { tolerant: true })
    : { diagnostics: [] };
  const judged = (loaded.spec?.targets ?? []).map((target) => compileTarget(target));
  const artefacts = new Map(
    judged.flatMap((one) => {
      const files = renderTarget(one);
      return files === undefined ? [] : [[one.target.name, files] as const];
    }),
  );
  return {
    specPath,
    outDir: outDirOf({ spec: specPath, out }),
    nodeVersion,
    judged,
    diagnostics: [...loaded.diagnostics, ...judged.flatMap(({ diagnostics }) => diagnostics)],
    artefacts,
    registry: known,
  };
}
