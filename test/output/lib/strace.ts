import { readFileSync } from 'node:fs';
import { type Ended, run } from './processes.js';

/** One system call of a run that changes the disk: the n-th of its name in the process. */
export interface Point {
  readonly call: string;
  readonly when: number;
  /** The traced line, to tell points apart. */
  readonly line: string;
}

/** A leading `?` lets strace pass over names that a machine's architecture does not have. */
export const CALLS = [
  ...[
    'mkdir',
    'mkdirat',
    'openat',
    'write',
    'pwrite64',
    'rename',
    'renameat',
    'renameat2',
    'unlink',
    'unlinkat',
  ],
  ...[
    'rmdir',
    'link',
    'linkat',
    'symlink',
    'symlinkat',
    'chmod',
    'fchmod',
    'fchmodat',
    'utimensat',
    'fchownat',
  ],
  ...['chown', 'lchown', 'sendfile', 'copy_file_range', 'ftruncate'],
];

/** Runs a command once, undisturbed, and lists the system calls that change something below `dir`. */
export async function mutations(
  command: readonly string[],
  dir: string,
  log: string,
): Promise<readonly Point[]> {
  await run('strace', ['-o', log, '-e', `trace=${CALLS.map((call) => `?${call}`).join()}`, ...command]);
  return pointsIn(readFileSync(log, 'utf8'), dir);
}

/** The system calls of a trace that change something, from the first one that names `dir` on. */
export function pointsIn(trace: string, dir: string): readonly Point[] {
  const lines = trace.split('\n');
  const start = lines.findIndex((line) => line.includes(`"${dir}`));
  const seen = new Map<string, number>();
  return lines.flatMap((line, index) => {
    const call = /^(\w+)\(/.exec(line)?.[1];
    if (call === undefined) return [];
    const when = (seen.get(call) ?? 0) + 1;
    seen.set(call, when);
    const mutates = call === 'openat' ? line.includes('O_CREAT') : !/^write\([12],/.test(line);
    return index >= start && mutates ? [{ call, when, line }] : [];
  });
}

/**
 * Runs a command under strace with something done to one of its system calls, or to all of a name. `hit` is the call
 * that met it: node's own start may need a call more or less, so that it can be a neighbour of the one meant.
 */
export async function runWith(
  command: readonly string[],
  injection: string,
  log: string,
): Promise<Ended & { readonly hit: string }> {
  const [call = ''] = injection.split(':');
  const args = ['-o', log, '-e', `trace=${call}`, '-e', `inject=${injection}`];
  const ended = await run('strace', [...args, ...command]);
  const lines = readFileSync(log, 'utf8').split('\n');
  return { ...ended, hit: lines.find((line) => line.includes('(INJECTED')) ?? '' };
}
