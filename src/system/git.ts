/** What git answered: its bytes when it succeeded, otherwise what it complained about. */
export type GitAnswer =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly complaint: string };

/** Runs git in a folder, without a shell, and waits. Only for commands that read. */
export type Git = (args: readonly string[]) => GitAnswer;

const LIMIT_MS = 60_000;
const LIMIT_BYTES = 64 * 1024 * 1024;

/** Git for a folder that exists; undefined where git is not installed. Never asks for a password, never takes a lock. */
export async function openGit(cwd: string): Promise<Git | undefined> {
  const { execaSync } = await import('execa');
  const env = {
    ...kept(['PATH', 'HOME', 'XDG_CONFIG_HOME']),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
  };
  const start = (args: readonly string[]) =>
    execaSync('git', args, {
      cwd,
      env,
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      encoding: 'buffer',
      stripFinalNewline: false,
      timeout: LIMIT_MS,
      maxBuffer: LIMIT_BYTES,
    });
  if (start(['--version']).exitCode !== 0) return undefined;
  return (args) => {
    const { exitCode, stdout, stderr } = start(args);
    if (exitCode === 0) return { ok: true, bytes: stdout };
    const said = new TextDecoder().decode(stderr).trim();
    return { ok: false, complaint: said === '' ? `git ${args[0]} did not end well` : said };
  };
}

/** Git finds its settings by these: `safe.directory` stands in the user's own. */
function kept(names: readonly string[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
