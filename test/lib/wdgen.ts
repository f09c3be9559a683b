// Runs the real command, as built by scripts/build.mjs.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

export interface Ran {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `wdgen ARGS` in a folder: no colour, output piped, 80 columns. */
export function wdgen(
  args: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>> = {},
): Ran {
  const env = {
    PATH: process.env['PATH'] ?? '',
    NO_COLOR: '1',
    LC_ALL: 'C',
    // What status says about the age of evidence would change by the day.
    SOURCE_DATE_EPOCH: '1795392000',
    ...more,
  };
  // tap hands its own loaders down to every node process; they would make a run several times as long.
  const command = ['-u', 'NODE_OPTIONS', process.execPath, join(root, 'bin', 'wdgen.cjs'), ...args];
  const { status, stdout, stderr } = spawnSync('/usr/bin/env', command, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { exit: status, stdout, stderr };
}
