// The real command under strace: its system calls that change the disk, and something done to one of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CALLS, type Point, pointsIn } from '../../output/lib/strace.js';
import { type Ended, type lay, start } from './project.js';

export type Laid = ReturnType<typeof lay>;

const ALL = CALLS.map((call) => `?${call}`).join();

/** The arguments of an action in a folder: with the whole path of the spec, so that a trace shows whole paths. */
export function argsIn(folder: string, args: readonly string[]): readonly string[] {
  return [...args, '--spec', join(folder, 'watchdog.toml')];
}

/** Every system call of an action that changes the disk. */
export async function points({ fresh, args }: Laid): Promise<readonly Point[]> {
  const folder = fresh('traced');
  const log = `${folder}.log`;
  await start(argsIn(folder, args), folder, { under: ['strace', '-o', log, '-e', `trace=${ALL}`] });
  return pointsIn(readFileSync(log, 'utf8'), folder);
}

/** Runs an action with an injection into one call; `hit` is the call that met it. */
export async function disturbed(
  folder: string,
  args: readonly string[],
  injection: string,
): Promise<Ended & { readonly hit: string }> {
  const [call = ''] = injection.split(':');
  const log = `${folder}.log`;
  const under = ['strace', '-o', log, '-e', `trace=${call}`, '-e', `inject=${injection}`];
  const ended = await start(argsIn(folder, args), folder, { under });
  const lines = readFileSync(log, 'utf8').split('\n');
  return { ...ended, hit: lines.find((line) => line.includes('(INJECTED')) ?? '' };
}

/** A point's name without what differs from run to run. */
export function nameOf({ call, when, line }: Point): string {
  return `${call} ${when}: ${line
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'TOKEN')
    .replace(/ = .*/, '')
    .slice(0, 160)}`;
}
