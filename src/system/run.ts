/** How a tool ended. */
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
}

/** Runs a tool to its end. Never throws for what the tool does. */
export async function runTool({ command, args, cwd, env, timeoutMs, input }: ToolCall): Promise<ToolResult> {
  const { execa } = await import('execa');
  const path = process.env['PATH'] ?? '';
  const result = await execa(command, args, {
    cwd,
    env: { PATH: path, LC_ALL: 'C', ...env },
    extendEnv: false,
    timeout: timeoutMs,
    reject: false,
    all: true,
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
  });
  if (result.timedOut) return { kind: 'timed-out' };
  if (result.exitCode === undefined) return { kind: 'missing' };
  return { kind: 'ended', code: result.exitCode, output: String(result.all ?? '').trim() };
}
