import { type Diagnostic, diagnostic } from '../../core/diagnostic.js';
import { approvalMessage } from '../../evidence/record.js';
import type { SpecTarget } from '../../spec/read.js';
import type { EvidenceArguments, Made } from '../evidence.js';
import { readBytes } from '../files.js';
import { MISSING } from '../ssh-signature.js';
import { subjectOf } from './gates.js';
import { unreadable } from './import-evidence.js';
import { allowedSigners, NAMESPACE, signatureProblem } from './signatures.js';

/** Makes the record of an approval. Where allowed_signers stands beside the spec, its signature must hold. */
export async function approvalOf(
  { spec, by = '', signature: path, nowMs }: EvidenceArguments,
  target: SpecTarget,
): Promise<Made> {
  if (!/^[^\p{Cc}]{1,200}$/u.test(by.trim())) return { refused: [badName()] };
  const { plan } = subjectOf(target);
  const bytes =
    path === undefined ? undefined : readBytes(path, 'name the file that ssh-keygen -Y sign wrote');
  if (bytes !== undefined && !(bytes instanceof Uint8Array)) return { refused: [unreadable(bytes)] };
  const signature = bytes === undefined ? null : new TextDecoder().decode(bytes);
  const signed = { target: target.name, plan, by: by.trim(), signature };
  const signers = allowedSigners(spec);
  const why = signers === undefined ? undefined : await signatureProblem(signers, signed);
  if (why === MISSING)
    return {
      refused: [
        diagnostic('WD0903', {
          detail: 'ssh-keygen was not found.',
          help: 'install it (Debian: openssh-client)',
        }),
      ],
    };
  if (why !== undefined) return { refused: [unsigned(target.name, plan, by, why)] };
  if (signature !== null && signers === undefined) return { refused: [nobodyMaySign()] };
  const at = `${new Date(nowMs).toISOString().slice(0, 19)}Z`;
  return { record: { kind: 'approval', source: 'wdgen evidence approve', ...signed, at }, remark: '' };
}

function badName(): Diagnostic {
  return diagnostic('WD0601', {
    detail: 'The name is empty, too long, or holds control characters.',
    help: '--by NAME',
  });
}

/** A signature that nobody checks would only look like one. */
function nobodyMaySign(): Diagnostic {
  return diagnostic('WD0309', {
    detail: 'There is a signature, but no allowed_signers beside the spec says who may sign.',
    help: 'write that file (man ssh-keygen, ALLOWED SIGNERS), or leave --signature out',
  });
}

/** A name as a shell takes it for one word. */
function quoted(name: string): string {
  return /^[A-Za-z0-9@._+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}

function unsigned(target: string, plan: string, by: string, why: string): Diagnostic {
  const message = approvalMessage(target, plan).trim();
  const file = `${target}.approval`;
  return diagnostic('WD0309', {
    path: ['target', target],
    detail: `The approval of ${by} does not count: ${why}.`,
    help: `echo '${message}' > ${file}; ssh-keygen -Y sign -n ${NAMESPACE} -f KEY ${file}; wdgen evidence approve --target ${target} --by ${quoted(by)} --signature ${file}.sig`,
  });
}
