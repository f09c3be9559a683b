import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTool, type ToolResult } from '../system/run.js';

/** A signature that `ssh-keygen -Y sign` made, with all that it has to hold against. */
export interface SshSignature {
  /** The text of the signature's file. */
  readonly signature: string;
  /** What was signed, byte for byte. */
  readonly message: string;
  /** What it was made for: a signature made for anything else does not fit. */
  readonly namespace: string;
  /** The file that says who may sign (man ssh-keygen, ALLOWED SIGNERS). */
  readonly signers: string;
  /** A file of keys that count no more. */
  readonly revoked?: string | undefined;
}

/** The reason where the tool is not there. */
export const MISSING =
  'ssh-keygen is not installed, so its signature cannot be checked (Debian: openssh-client)';

/** Why a signature of a person does not hold; undefined when it does. */
export async function signatureHolds(signed: SshSignature, by: string): Promise<string | undefined> {
  const { namespace, message } = signed;
  const result = await keygen(signed, ['verify', '-I', by, '-n', namespace], message);
  if (result.kind === 'ended' && result.code === 0) return undefined;
  return failure(result) ?? `its signature does not hold for ${by}: ${lastLine(outputOf(result))}`;
}

/** Whose key made a signature, as far as the signers' file knows it; or why nobody's did. */
export async function signersOf(signed: SshSignature): Promise<readonly string[] | string> {
  const result = await keygen(signed, ['find-principals'], '');
  if (result.kind === 'ended' && result.code === 0)
    return outputOf(result)
      .split('\n')
      .filter((line) => line !== '');
  return failure(result) ?? 'it was not made with a key of anybody who may sign';
}

async function keygen(signed: SshSignature, args: readonly string[], input: string): Promise<ToolResult> {
  const { signature, signers, revoked } = signed;
  const scratch = mkdtempSync(join(tmpdir(), 'wdgen-sign-'));
  try {
    writeFileSync(join(scratch, 'signature'), signature);
    const more = revoked === undefined || args[0] !== 'verify' ? [] : ['-r', resolve(revoked)];
    return await runTool({
      command: 'ssh-keygen',
      args: ['-Y', ...args, '-f', resolve(signers), '-s', 'signature', ...more],
      cwd: scratch,
      timeoutMs: 30_000,
      input,
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function failure({ kind }: ToolResult): string | undefined {
  if (kind === 'missing') return MISSING;
  return kind === 'timed-out' ? 'ssh-keygen did not answer within 30 s' : undefined;
}

function outputOf(result: ToolResult): string {
  return result.kind === 'ended' ? result.output : '';
}

function lastLine(output: string): string {
  const line = output.split('\n').find((one) => one.trim() !== '') ?? 'no reason is given';
  return line.trim().replace(/\.$/, '');
}
