import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { approvalMessage } from '../../evidence/record.js';
import type { Evidence, Filed, Problem } from '../../evidence/store.js';
import { runTool } from '../../system/run.js';
import { exists } from '../files.js';

/** What `ssh-keygen -Y` calls the purpose of a signature: one made for anything else does not fit. */
export const NAMESPACE = 'wdgen-approval';

/** The file that says who may approve; undefined when a project has none, and a name is enough. */
export function allowedSigners(spec: string): string | undefined {
  const file = join(dirname(spec), 'allowed_signers');
  return exists(file) ? file : undefined;
}

/** An approval, as far as its signature is about it. */
export interface Signed {
  readonly target: string;
  readonly plan: string;
  readonly by: string;
  readonly signature: string | null;
}

/** Why a signature does not hold; undefined when it does. */
export async function signatureProblem(signers: string, signed: Signed): Promise<string | undefined> {
  const { target, plan, by, signature } = signed;
  if (signature === null) return 'it has no signature, and allowed_signers asks for one';
  const scratch = mkdtempSync(join(tmpdir(), 'wdgen-sign-'));
  try {
    writeFileSync(join(scratch, 'signature'), signature);
    const result = await runTool({
      command: 'ssh-keygen',
      args: ['-Y', 'verify', '-f', resolve(signers), '-I', by, '-n', NAMESPACE, '-s', 'signature'],
      cwd: scratch,
      timeoutMs: 30_000,
      input: approvalMessage(target, plan),
    });
    if (result.kind === 'missing') return MISSING;
    if (result.kind === 'timed-out') return 'ssh-keygen did not answer within 30 s';
    if (result.code === 0) return undefined;
    return `its signature does not hold for ${by}: ${lastLine(result.output)}`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The reason where the tool is not there. */
export const MISSING =
  'ssh-keygen is not installed, so its signature cannot be checked (Debian: openssh-client)';

function lastLine(output: string): string {
  const line = output.split('\n').find((one) => one.trim() !== '') ?? 'no reason is given';
  return line.trim().replace(/\.$/, '');
}

/** Takes the approvals out whose signature does not hold. Without allowed_signers every named person may approve. */
export async function withSoundApprovals(spec: string, evidence: Evidence): Promise<Evidence> {
  const signers = allowedSigners(spec);
  if (signers === undefined) return evidence;
  const records: Filed[] = [];
  const problems: Problem[] = [...evidence.problems];
  for (const filed of evidence.records) {
    const why = filed.record.kind === 'approval' ? await signatureProblem(signers, filed.record) : undefined;
    if (why === undefined) records.push(filed);
    else problems.push({ file: filed.file, why });
  }
  return { records, problems };
}
