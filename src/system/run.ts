import { constants } from 'node:os';

/** How a tool ended. Of one that a signal ended `code` is 128 and the signal's number, as a shell has it. */
export type ToolResult =
  | { readonly kind: 'missing' }
  | { readonly kind: 'ended'; readonly code: number; readonly output: string }
  | { readonly kind: 'timed-out' };

/** A tool to run, without a shell. */
export interface ToolCall {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Added to an otherwise plain environment (PATH, C locale). */
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** What the tool reads on stdin; nothing when left out. */
  readonly input?: string;
  /** Whether `output` is stdout alone, for output that is read line by line: stderr may fall into a line. */
  readonly stdoutOnly?: boolean;
  /** Ends the tool when it is aborted. */
  readonly signal?: AbortSignal;
}

/** Runs a tool to its end. Never throws for what the tool does. */
export async function runTool(call: ToolCall): Promise<ToolResult> {
  const { command, args, cwd, env, timeoutMs, input, stdoutOnly, signal } = call;
  const { execa } = await import('execa');
  const path = process.env['PATH'] ?? '';
  const result = await execa(command, args, {
    cwd,
    env: { PATH: path, LC_ALL: 'C', ...env },
    extendEnv: false,
    timeout: timeoutMs,
    reject: false,
    all: true,
    // Whoever gives a signal cleans up after it: execa's own clean-up would end this process before that.
    ...(signal === undefined ? {} : { cancelSignal: signal, cleanup: false }),
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
  });
  if (result.timedOut) return { kind: 'timed-out' };
  const code =
    result.exitCode ?? (result.signal === undefined ? undefined : 128 + constants.signals[result.signal]);
  if (code === undefined) return { kind: 'missing' };
  return {
    kind: 'ended',
    code,
    output: String((stdoutOnly === true ? result.stdout : result.all) ?? '').trim(),
  };
}
