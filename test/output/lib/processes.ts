import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** How a process ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
}

/** What the driver prints. */
export interface DriverResult {
  readonly codes: readonly string[];
  readonly details: readonly string[];
}

/** Bundles `driver.ts` into one file, so that a run of it costs little more than node itself. */
export function bundleDriver(dir: string): string {
  const outfile = join(dir, 'driver.cjs');
  buildSync({
    entryPoints: [fileURLToPath(new URL('./driver.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  return outfile;
}

/** Starts a command and waits for its end; `onStart` gets the process, e.g. to kill it. */
export function run(
  command: string,
  args: readonly string[],
  onStart?: (child: ChildProcess) => void,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // tap hands its own loaders down to every node process; they would make a run four times as long.
    const child = spawn('env', ['-u', 'NODE_OPTIONS', command, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let stdout = '';
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout }));
    onStart?.(child);
  });
}

/** What a driver that ran to its end printed. */
export function resultOf({ stdout, code }: Ended): DriverResult {
  if (!stdout.endsWith('}')) return { codes: [`exit ${code}: ${stdout}`], details: [] };
  return JSON.parse(stdout) as DriverResult;
}

/** Runs jobs, a few at a time. */
export async function pool<T>(
  jobs: readonly T[],
  size: number,
  work: (job: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < jobs.length; index = next++) await work(jobs[index] as T, index);
  };
  await Promise.all(Array.from({ length: size }, worker));
}
