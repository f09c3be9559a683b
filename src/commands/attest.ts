import { dirname, join, relative } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.js';
import type { Outcome } from '../core/outcome.js';
import { hasErrors, sortDiagnostics } from '../core/report.js';
import {
  compareTargets,
  MANIFEST_SIGNATURE,
  sha256,
  statementOf,
  type TargetTree,
  unlisted,
} from '../output/index.js';
import { decode } from '../source/decode.js';
import { compileTarget, selectTargets, treesOf } from './compile.js';
import { exitOf } from './exits.js';
import { readBytes } from './files.js';
import { outDirOf } from './generate-outcome.js';
import { type LoadedSpec, loadSpec } from './load.js';
import { changedMeanwhile } from './states/spec-file.js';

export interface AttestArguments {
  readonly spec: string;
  readonly targets: readonly string[];
  readonly out: string | undefined;
  /** This wdgen's version. */
  readonly version: string;
}

/** A file's name and digest. */
interface Digested {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

/**
 * `wdgen attest`: an in-toto Statement over the tree on disk, and only when that tree is what the spec makes: a
 * statement about files that nobody generated would be worse than none.
 */
export function attest(args: AttestArguments): Outcome {
  const loaded = loadSpec(args.spec);
  if (loaded.spec === undefined) return refused(loaded, loaded.diagnostics);
  const selected = selectTargets(loaded.spec, args.targets);
  const judged = selected.targets.map((target) => compileTarget(target));
  const found = [
    ...loaded.diagnostics,
    ...selected.diagnostics,
    ...judged.flatMap(({ diagnostics }) => diagnostics),
  ];
  if (hasErrors(found)) return refused(loaded, found);
  const files: Digested[] = [];
  for (const tree of treesOf(judged)) {
    const { value = [], diagnostics } = compareTargets(outDirOf(args), [tree]);
    found.push(...diagnostics.map((one) => ({ ...one, severity: 'error' as const })));
    const foreign = value.flatMap((one) => one.foreign).filter((path) => path !== MANIFEST_SIGNATURE);
    found.push(...foreign.map((path) => unlisted(join(outDirOf(args), tree.target, path), tree.target)));
    files.push(...filesOf(tree));
  }
  const spec = digestsOf(args.spec, loaded);
  found.push(...spec.diagnostics);
  if (hasErrors(found)) return refused(loaded, found);
  const targets = selected.targets.map(({ name }) => name);
  const statement = statementOf({ version: args.version, spec: spec.files, targets, files });
  const text = `${JSON.stringify(statement, null, 2)}\n`;
  const { sources } = loaded;
  return { exit: 0, blocks: [{ kind: 'raw', text }], data: statement, diagnostics: [], sources };
}

function filesOf({ target, record, manifest }: TargetTree): Digested[] {
  const files = [...record.files.values()].map(({ path, sha256: sum }) => digested(`${target}/${path}`, sum));
  return [digested(`${target}/manifest.json`, sha256(manifest)), ...files];
}

/** The digests of the spec's bytes, read again: they must still hold the text that was compiled. */
function digestsOf(root: string, { sources }: LoadedSpec) {
  const files: Digested[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [file, text] of sources) {
    const bytes = readBytes(file, 'run the command again');
    if (!(bytes instanceof Uint8Array)) diagnostics.push(bytes);
    else if (decode(file, bytes).value !== text) diagnostics.push(changedMeanwhile(file));
    else files.push(digested(relative(dirname(root), file), sha256(Buffer.from(bytes))));
  }
  return { files, diagnostics };
}

function digested(name: string, sum: string): Digested {
  return { name, digest: { sha256: sum } };
}

function refused({ sources }: LoadedSpec, found: readonly Diagnostic[]): Outcome {
  const shown = sortDiagnostics(found).filter(({ severity }) => severity === 'error');
  return { exit: exitOf(shown), blocks: [], data: null, diagnostics: shown, sources };
}
