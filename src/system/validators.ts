import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { runTool, type ToolResult } from './run.js';

/** A generated file to be judged. */
export interface Judgable {
  readonly path: string;
  readonly mode: number;
  readonly text: string;
}

/** A program of an ecosystem that says whether a file of its language is sound. */
interface Validator {
  readonly command: string;
  /** The Debian package that has it. */
  readonly debian: string;
  readonly judges: (file: Judgable) => boolean;
  /** Arguments for one file; `scratch` is a folder it may write to. */
  readonly args: (file: string, scratch: string) => readonly string[];
  /** What it gets to see, where that is not the file itself. */
  readonly shown?: (text: string) => string;
  readonly env?: (scratch: string) => Readonly<Record<string, string>>;
}

const isShell = ({ text }: Judgable) => text.startsWith('#!/bin/sh\n');

const nixState = (scratch: string) => ({
  NIX_STATE_DIR: join(scratch, 'nix-state'),
  NIX_STORE_DIR: join(scratch, 'nix-store'),
  NIX_LOG_DIR: join(scratch, 'nix-log'),
  HOME: scratch,
});

/** The validators, each for one language. */
const VALIDATORS: readonly Validator[] = [
  {
    command: 'nix-instantiate',
    debian: 'nix-bin',
    judges: ({ path }) => path.endsWith('.nix'),
    args: (file) => ['--parse', file],
    env: nixState,
  },
  { command: 'dash', debian: 'dash', judges: isShell, args: (file) => ['-n', file] },
  { command: 'busybox', debian: 'busybox-static', judges: isShell, args: (file) => ['ash', '-n', file] },
  { command: 'shellcheck', debian: 'shellcheck', judges: isShell, args: (file) => ['-s', 'sh', file] },
  {
    // Without --recursive-errors=yes it ends with 0 for unknown keys and bad values (systemd 252).
    command: 'systemd-analyze',
    debian: 'systemd',
    judges: ({ path }) => /\/systemd\/system\/[^/]+\.(service|timer|target|path)$/.test(path),
    args: (file) => ['verify', '--recursive-errors=yes', '--man=no', file],
    // The programs lie in the image, and not on the machine that builds it.
    shown: (text) => text.replace(/^(Exec\w+=[-@:+!|]*)\/\S+/gm, '$1/bin/true'),
  },
];

/** The validators that these files are judged by, as something that this machine needs. */
export function validatorNeeds(files: readonly Judgable[]): readonly { command: string; debian: string }[] {
  return VALIDATORS.filter(({ judges }) => files.some(judges)).map(({ command, debian }) => ({
    command,
    debian,
  }));
}

/** What a validator said about one file. */
export interface Verdict {
  readonly command: string;
  readonly debian: string;
  readonly path: string;
  readonly verdict: 'sound' | 'refused' | 'missing' | 'timed-out';
  readonly output: string;
}

/** Lays the files out in a scratch folder and has every validator judge what is in its language. */
export async function validate(files: readonly Judgable[]): Promise<Verdict[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'wdgen-check-'));
  try {
    const verdicts: Verdict[] = [];
    for (const file of files) {
      for (const validator of VALIDATORS.filter(({ judges }) => judges(file))) {
        verdicts.push(await judgeFile(validator, file, scratch));
      }
    }
    return verdicts;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function judgeFile(
  { command, debian, args, env, shown }: Validator,
  file: Judgable,
  scratch: string,
): Promise<Verdict> {
  const place = join(scratch, 'tree', file.path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, shown?.(file.text) ?? file.text, { mode: file.mode });
  const result = await runTool({
    command,
    args: args(basename(place), scratch),
    cwd: dirname(place),
    timeoutMs: 30_000,
    ...(env === undefined ? {} : { env: env(scratch) }),
  });
  return { command, debian, path: file.path, ...verdictOf(result) };
}

function verdictOf(result: ToolResult): Pick<Verdict, 'verdict' | 'output'> {
  if (result.kind === 'missing') return { verdict: 'missing', output: '' };
  if (result.kind === 'timed-out') return { verdict: 'timed-out', output: 'no answer within 30 s' };
  return { verdict: result.code === 0 ? 'sound' : 'refused', output: result.output };
}
