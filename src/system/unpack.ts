import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { examineExt } from './ext-image.js';
import { findCommand } from './prepare.js';
import { runTool } from './run.js';

/** A program that unpacks one kind of image. */
export interface Unpacker {
  readonly command: string;
  /** The Debian package that has it. */
  readonly debian: string;
  /** Arguments to unpack a file into the current folder. */
  readonly args: (file: string) => readonly string[];
}

/**
 * Each leaves out device nodes where it can: nobody needs them, and only root may make them. debugfs passes over them
 * by itself and ends with 0 whatever happens. Sources: tar(1), unsquashfs(1) of 4.5.1, debugfs(8) of 1.47.
 */
export const unpackers = {
  tar: {
    command: 'tar',
    debian: 'tar',
    args: (file) => [
      ...['--extract', '--no-same-owner', '--preserve-permissions', '--anchored'],
      ...['--exclude=./dev/*', '--exclude=dev/*', `--file=${file}`],
    ],
  },
  squashfs: {
    command: 'unsquashfs',
    debian: 'squashfs-tools',
    args: (file) => ['-no-progress', '-no-xattrs', '-ignore-errors', '-no-exit-code', '-f', '-d', '.', file],
  },
  ext: { command: 'debugfs', debian: 'e2fsprogs', args: (file) => ['-R', 'rdump / .', file] },
} as const satisfies Record<string, Unpacker>;

/** How unpacking ended. */
export type Unpacked =
  | { readonly kind: 'done'; readonly folder: string; readonly remove: () => void }
  | { readonly kind: 'missing'; readonly unpacker: Unpacker }
  | { readonly kind: 'failed'; readonly unpacker: Unpacker; readonly why: string };

const LIMIT_MS = 20 * 60_000;

/** Unpacks an image into a folder of its own, which only the owner may enter. Whoever gets it removes it. */
export async function unpack(
  kind: keyof typeof unpackers,
  file: string,
  signal: AbortSignal,
): Promise<Unpacked> {
  const unpacker: Unpacker = unpackers[kind];
  const command = findCommand(unpacker.command);
  if (command === undefined) return { kind: 'missing', unpacker };
  const scratch = mkdtempSync(join(tmpdir(), 'wdgen-audit-'));
  const remove = () => rmSync(scratch, { recursive: true, force: true });
  const folder = join(scratch, 'root');
  mkdirSync(folder);
  const call = { cwd: folder, timeoutMs: LIMIT_MS, signal };
  if (kind === 'ext') {
    const verdict = await examineExt(command, { ...call, file: resolve(file) });
    if (verdict !== 'sound') remove();
    if (verdict === 'no-e2fsck') return { kind: 'missing', unpacker: { ...unpacker, command: 'e2fsck' } };
    if (verdict !== 'sound') return { kind: 'failed', unpacker, why: verdict.why };
  }
  const result = await runTool({ ...call, command, args: unpacker.args(resolve(file)) });
  const why =
    result.kind === 'timed-out'
      ? 'it did not come to an end'
      : result.kind === 'missing'
        ? 'it could not be started'
        : complaint(result.code, result.output, readdirSync(folder).length);
  if (why === undefined) return { kind: 'done', folder, remove };
  remove();
  return { kind: 'failed', unpacker, why };
}

function complaint(code: number, output: string, entries: number): string | undefined {
  if (code === 0 && entries > 0) return undefined;
  const last = output.split('\n').slice(-2).join(' / ').trim();
  return last === '' ? `it ended with ${code} and left ${entries} entries` : last;
}
