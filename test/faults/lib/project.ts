// A project that the real command runs in, and what is seen of it: spec, tree, evidence, and what lies about.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { TEMPORARY } from '../../../src/disk/whole-file.js';
import { SPEC } from '../../lib/small-spec.js';
import { root, wdgen } from '../../lib/wdgen.js';
import { contents } from '../../output/lib/trees.js';

export const NODE = [process.execPath, join(root, 'bin', 'wdgen.cjs')] as const;

/** How a run of the command ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Wrapped {
  /** What the command runs under: `strace ..`. */
  readonly under?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process's id, e.g. to kill it. */
  readonly onStart?: (pid: number) => void;
}

/** Starts the real command in a folder, perhaps under something, and waits for its end. */
export function start(args: readonly string[], cwd: string, more: Wrapped = {}): Promise<Ended> {
  // tap hands its own loaders down to every node process, and they write files of their own.
  const rest = ['-u', 'NODE_OPTIONS', ...(more.under ?? []), ...NODE, ...args];
  return new Promise((resolve, reject) => {
    const env = {
      PATH: process.env['PATH'] ?? '',
      NO_COLOR: '1',
      LC_ALL: 'C',
      SOURCE_DATE_EPOCH: '1795392000',
      // Points are counted in the project; test/commands/receipts.test.ts has those of the cache.
      WDGEN_RECEIPTS: 'off',
      ...more.env,
    };
    const child = spawn('/usr/bin/env', rest, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    if (child.pid !== undefined) more.onStart?.(child.pid);
  });
}

/** A command with what is there before it. */
export interface Action {
  readonly args: readonly string[];
  readonly prepare: (folder: string) => void;
}

const generated = (folder: string): void => {
  writeFileSync(join(folder, 'watchdog.toml'), SPEC);
  mustRun(['generate'], folder);
};

export function mustRun(args: readonly string[], folder: string): void {
  const { exit, stderr } = wdgen(args, folder);
  if (exit !== 0) throw new Error(`wdgen ${args.join(' ')}: ${exit}\n${stderr}`);
}

const BOOTS = JSON.stringify(
  [0, 1, 2].map((index) => ({
    index: -index,
    boot_id: `${index}`.repeat(32),
    first_entry: 1e15,
    last_entry: 1e15 + 1e9,
  })),
);
const NEW = SPEC.replace('"30s"', '"20s"');

/** Everything the command does that changes the disk. */
export const actions = {
  'generate, first run': {
    args: ['generate'],
    prepare: (folder) => writeFileSync(join(folder, 'watchdog.toml'), SPEC),
  },
  'generate, update': {
    args: ['generate'],
    prepare: (folder) => {
      generated(folder);
      writeFileSync(join(folder, 'watchdog.toml'), NEW);
      mkdirSync(join(folder, 'generated/rock64/notes'));
      writeFileSync(join(folder, 'generated/rock64/notes/a.txt'), 'mine\n');
    },
  },
  enable: { args: ['enable', '--target', 'rock64', '--override', 'bench'], prepare: generated },
  'evidence add': {
    args: ['evidence', 'add', '--target', 'rock64', 'boots.json'],
    prepare: (folder) => {
      writeFileSync(join(folder, 'watchdog.toml'), SPEC.replace('approval', 'boots:3'));
      writeFileSync(join(folder, 'boots.json'), BOOTS);
    },
  },
  init: { args: ['init', '--board', 'rock64', '--platform', 'nixos'], prepare: () => {} },
} as const satisfies Record<string, Action>;

/** What a reader finds in a project: each part is the old one or the new one, or else it is torn. */
export interface Seen {
  readonly spec: string;
  /** `absent`, or all that the target's folder holds. */
  readonly tree: string;
  readonly evidence: string;
}

/** Looks at a project as a reader does. Dot files are what killed runs may leave; `left` tells those. */
export function look(folder: string): Seen {
  const spec = join(folder, 'watchdog.toml');
  const at = (path: string): string => {
    if (!existsSync(join(folder, path))) return 'absent';
    const found = contents(join(folder, path));
    for (const name of Object.keys(found)) if (TEMPORARY.test(basename(name))) delete found[name];
    return Object.keys(found).length === 0 ? 'absent' : JSON.stringify(found);
  };
  // A run that died between its two renames: the next one puts the old tree back, and every command reads it.
  const old = 'generated/.wdgen-old-rock64';
  const tree = existsSync(join(folder, 'generated/rock64')) ? 'generated/rock64' : old;
  return {
    spec: existsSync(spec) ? readFileSync(spec, 'utf8') : 'absent',
    tree: at(tree),
    evidence: at('evidence/rock64'),
  };
}

/** Whatever lies in a project that neither its owner nor a finished run has put there. */
export function left(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /(^|\/)\./.test(name));
}

/** An action, prepared once; `fresh` copies that. */
export function lay(dir: string, name: string, { args, prepare }: Action) {
  const base = join(dir, name.replace(/\W+/g, '-'));
  const before = join(base, 'before');
  mkdirSync(before, { recursive: true });
  prepare(before);
  const fresh = (copy: string): string => {
    cpSync(before, join(base, copy), { recursive: true });
    return join(base, copy);
  };
  const done = fresh('done');
  mustRun(args, done);
  return { args, base, fresh, old: look(before), wanted: look(done) };
}
