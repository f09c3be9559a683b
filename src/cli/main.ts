import { CommanderError } from 'commander';
import { exitCodes } from '../core/outcome.js';
import { definitions } from './definitions.js';
import { exitAfter, liveTerminal } from './live.js';
import { createProgram, type Request } from './program.js';
import { isTerminal, Unwritten, writeAll } from './write.js';

/** What a run prints, and how it ends. */
export interface Printed {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the terminal is like. */
export interface Terminal {
  /** Which streams are terminals. */
  readonly isTTY: { readonly stdout: boolean; readonly stderr: boolean };
  readonly width: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Runs a command line and returns what it would print. Throws only for bugs. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<Printed> {
  const parsed = await parse(argv);
  if ('exit' in parsed) return parsed;
  const { live, endedBy } = liveTerminal();
  const outcome = await parsed.run(live);
  const { present, useColor } = await import('./present/index.js');
  const { env, isTTY, width } = terminal;
  const { color, format } = parsed;
  const printed = present(outcome, {
    format,
    width,
    color: useColor(color, env, isTTY.stdout),
    stderrColor: useColor(color, env, isTTY.stderr),
  });
  const signal = endedBy();
  return { exit: signal === undefined ? outcome.exit : exitAfter(signal), ...printed };
}

/** Command lines whose answer depends on nothing but the terminal's width; the build writes the answers down. */
export function constantLines(): readonly string[] {
  const names = definitions.map(({ name }) => name.split(' ')[0] ?? name);
  const each = names.flatMap((name) => [`${name} --help`, `${name} -h`, `help ${name}`]);
  return ['--help', '-h', 'help', '--version', '-V', ...each];
}

/** The request of a command line; or, for help and mistakes, what to print instead. */
async function parse(argv: readonly string[]): Promise<Request | Printed> {
  let stdout = '';
  let stderr = '';
  let request: Request | undefined;
  const program = createProgram((taken) => {
    request = taken;
  }, argv[0]);
  for (const command of [program, ...program.commands]) {
    command.configureOutput({
      writeOut: (text) => {
        stdout += text;
      },
      writeErr: (text) => {
        stderr += text;
      },
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { exit: error.exitCode === 0 ? exitCodes.yes : exitCodes.cannot, stdout, stderr };
  }
  return request ?? { exit: exitCodes.cannot, stdout, stderr };
}

/** The process: prints what `run` returns and sets the exit status. */
export function main(argv: readonly string[]): void {
  const isTTY = { stdout: isTerminal(1), stderr: isTerminal(2) };
  const width = (isTTY.stdout && process.stdout.columns) || 80;
  run(argv, { isTTY, width, env: process.env }).then(finish).catch(bug);
}

function finish({ exit, stdout, stderr }: Printed): void {
  writeAll(1, stdout);
  writeAll(2, stderr);
  process.exitCode = exit;
}

function bug(error: unknown): void {
  if (error instanceof Unwritten) {
    unwritten(error);
    return;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  writeAll(2, `wdgen: this is a bug in wdgen, please report it with the spec that shows it.\n${stack}\n`);
  process.exitCode = exitCodes.bug;
}

/** What was asked for is done, but nobody can read it: as good as not answered, and the machine's fault. */
function unwritten({ message }: Unwritten): void {
  process.exitCode = exitCodes.machine;
  try {
    writeAll(2, `wdgen: ${message}.\n`);
  } catch {
    // Standard error is gone, too; the exit code says it.
  }
}
