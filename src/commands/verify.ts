import { dirname, join } from 'node:path';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import type { Outcome } from '../core/outcome.js';
import { sortDiagnostics } from '../core/report.js';
import { starMatcher } from '../core/star-pattern.js';
import { besideTargets, MANIFEST_SIGNATURE, type Verified, verifyTargets } from '../output/index.js';
import { exitOf } from './exits.js';
import { readBytes } from './files.js';
import { outDirOf } from './generate-outcome.js';
import { MISSING, type SshSignature, signatureHolds, signersOf } from './ssh-signature.js';

export interface VerifyArguments {
  /** Only its folder matters: the tree and the file of signers lie there unless named. */
  readonly spec: string;
  readonly targets: readonly string[];
  readonly out: string | undefined;
  readonly signers: string | undefined;
  readonly by: string | undefined;
  readonly revoked: string | undefined;
}

/** What `ssh-keygen -Y` calls the purpose of a manifest's signature. */
const NAMESPACE = 'wdgen-manifest';

/**
 * `wdgen verify`: whether the tree is exactly what its manifests list, and whether somebody who may has signed those.
 * It needs no spec: whoever receives a tree can ask.
 */
export async function verify(args: VerifyArguments): Promise<Outcome> {
  const signers = args.signers ?? join(dirname(args.spec), 'allowed_signers');
  const unreadable = [signers, ...(args.revoked === undefined ? [] : [args.revoked])].flatMap(needed);
  if (unreadable.length > 0) return ended(unreadable, []);
  const outDir = outDirOf(args);
  const matchers = args.targets.map(starMatcher);
  const { value: verified = [], diagnostics } = verifyTargets(
    outDir,
    (name) => matchers.length === 0 || matchers.some((matches) => matches(name)),
  );
  const found: Diagnostic[] = [
    ...diagnostics,
    ...absent(args.targets, outDir, verified),
    ...(args.targets.length > 0 ? [] : besideTargets(outDir).diagnostics),
  ];
  const rows: (readonly string[])[] = [];
  for (const one of verified) {
    const { by, diagnostics: refused } = await signed(args, outDir, signers, one);
    found.push(...one.diagnostics, ...refused);
    const holds = one.diagnostics.length + refused.length === 0;
    rows.push([join(outDir, one.target), holds ? 'holds' : 'refused', String(one.files), by]);
  }
  return ended(found, rows);
}

function needed(file: string): Diagnostic[] {
  const read = readBytes(
    file,
    'name the file that says who may sign with --signers FILE (docs/supply-chain.md)',
  );
  return read instanceof Uint8Array ? [] : [read];
}

/** A pattern that no folder fits, and a tree without any. */
function absent(patterns: readonly string[], outDir: string, verified: readonly Verified[]): Diagnostic[] {
  const unmet = patterns.filter((pattern) => !verified.some(({ target }) => starMatcher(pattern)(target)));
  const say = (detail: string) => diagnostic('WD0207', { detail, help: 'name the tree with --out DIR' });
  if (patterns.length === 0 && verified.length === 0) return [say(`There is no target in \`${outDir}\`.`)];
  return unmet.map((pattern) => say(`There is no target \`${pattern}\` in \`${outDir}\`.`));
}

/** Who signed a target's manifest, or why that does not count. */
async function signed(
  { by, revoked }: VerifyArguments,
  outDir: string,
  signers: string,
  { target, manifest, signature }: Verified,
): Promise<{ readonly by: string; readonly diagnostics: readonly Diagnostic[] }> {
  const refuse = (why: string) => ({ by: '', diagnostics: [refused(join(outDir, target), target, why)] });
  if (manifest === undefined) return { by: '', diagnostics: [] };
  if (signature === undefined) return refuse(`there is no ${MANIFEST_SIGNATURE} beside it`);
  const all: SshSignature = { signature, message: manifest, namespace: NAMESPACE, signers, revoked };
  const people = by === undefined ? await signersOf(all) : [by];
  if (typeof people === 'string') return refuse(people);
  let why = 'it is signed by nobody who may';
  for (const person of people) {
    const problem = await signatureHolds(all, person);
    if (problem === undefined) return { by: person, diagnostics: [] };
    why = problem;
  }
  return refuse(why);
}

function refused(folder: string, target: string, why: string): Diagnostic {
  if (why === MISSING)
    return diagnostic('WD0903', {
      detail: 'ssh-keygen was not found.',
      help: 'install it (Debian: openssh-client)',
    });
  return diagnostic('WD0508', {
    detail: `\`${join(folder, 'manifest.json')}\`: ${why}.`,
    help: `look at the tree, then sign it: ssh-keygen -Y sign -n ${NAMESPACE} -f KEY ${join(folder, 'manifest.json')}`,
    path: ['target', target],
  });
}

function ended(found: readonly Diagnostic[], rows: readonly (readonly string[])[]): Outcome {
  const head = ['target', 'result', 'files', 'signed by'];
  return {
    exit: exitOf(found),
    blocks: rows.length === 0 ? [] : [{ kind: 'table', head, rows }],
    data: rows.map(([folder, result, files, by]) => ({
      folder,
      result,
      files: Number(files),
      by: by || null,
    })),
    diagnostics: sortDiagnostics(found),
    sources: new Map(),
  };
}
