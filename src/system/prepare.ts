import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { EmulatorFault } from './emulator.js';
import { runTool } from './run.js';

/** Something that has to be on this machine: a command, a file, or both, and the Debian package that has it. */
export interface Need {
  readonly command?: string;
  readonly path?: string;
  readonly debian: string;
}

/** What of it is missing, each with its package: `mmdebstrap (Debian: mmdebstrap)`. Only looks. */
export function missingNeeds(needs: readonly Need[]): readonly string[] {
  return needs
    .filter((need) => !isThere(need))
    .map(({ command, path, debian }) => `${command ?? path} (Debian: ${debian})`);
}

/** The packages that those texts name, each once: `mmdebstrap`. */
export function packagesIn(missing: readonly string[]): readonly string[] {
  const named = missing.flatMap((text) => / \(Debian: ([a-z0-9.+-]+)\)$/.exec(text)?.[1] ?? []);
  return [...new Set(named)].sort();
}

/** Throws an EmulatorFault that names the packages to install when something is missing. */
export function refuseMissing(needs: readonly Need[]): void {
  const packages = [...new Set(needs.filter((need) => !isThere(need)).map(({ debian }) => debian))].sort();
  if (packages.length > 0)
    throw new EmulatorFault(
      `${missingNeeds(needs).join(', ')} missing; type: apt-get install ${packages.join(' ')}`,
    );
}

function isThere({ command, path }: Need): boolean {
  if (path !== undefined && !existsSync(path)) return false;
  return command === undefined || findCommand(command) !== undefined;
}

/** The full path of a command in PATH, or undefined. /usr/sbin and /sbin are searched too: tools of root live there. */
export function findCommand(command: string): string | undefined {
  return searched()
    .map((folder) => join(folder, command))
    .find(isExecutable);
}

function searched(): readonly string[] {
  const path = (process.env['PATH'] ?? '').split(delimiter);
  return [...new Set([...path, '/usr/sbin', '/sbin'])].filter((folder) => folder !== '');
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A tool that fetches or makes something: its output, or an EmulatorFault with what it complained about. */
export async function fetchWith(
  command: string,
  args: readonly string[],
  cwd: string,
  limitMs = 15 * 60_000,
): Promise<string> {
  const env = { ...proxies(), PATH: searched().join(delimiter) };
  const result = await runTool({ command, args, cwd, env, timeoutMs: limitMs });
  if (result.kind === 'ended' && result.code === 0) return result.output;
  throw new EmulatorFault(`${command} ${args[0] ?? ''}: ${complaint(result)}`);
}

function complaint(result: Awaited<ReturnType<typeof runTool>>): string {
  if (result.kind === 'missing') return 'it is not installed';
  if (result.kind === 'timed-out') return 'it did not come to an end';
  return result.output.split('\n').slice(-3).join('; ') || `it ended with ${result.code}`;
}

/** The user's proxies, which the distribution's clients need to get out. */
function proxies(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env))
    if (/^(https?|ftp|no)_proxy$/i.test(name) && value !== undefined) kept[name] = value;
  return kept;
}
