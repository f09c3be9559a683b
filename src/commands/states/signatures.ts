import { dirname, join } from 'node:path';
import { approvalMessage } from '../../evidence/record.js';
import type { Evidence, Filed, Problem } from '../../evidence/store.js';
import { exists } from '../files.js';
import { signatureHolds } from '../ssh-signature.js';

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

/** Why an approval's signature does not hold; undefined when it does. */
export async function signatureProblem(signers: string, signed: Signed): Promise<string | undefined> {
  const { target, plan, by, signature } = signed;
  if (signature === null) return 'it has no signature, and allowed_signers asks for one';
  const message = approvalMessage(target, plan);
  return signatureHolds({ signature, message, namespace: NAMESPACE, signers }, by);
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
