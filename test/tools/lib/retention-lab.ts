import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { retention } from '../../../src/backends/retention/index.js';
import type { RetentionPlan } from '../../../src/plan/types.js';
import { planFixture } from '../../lib/plan.js';
import { artefactsOf } from '../../lib/s6rc.js';

export const RETENTION_TOOLS = [
  { path: '/bin/busybox', debian: 'busybox-static' },
  { command: 'dash', debian: 'dash' },
  { command: 'bash', debian: 'bash' },
] as const;

/** What the program may use of BusyBox; `buildroot/busybox-retention.config` has to name them all. */
export const APPLETS = [
  'cut',
  'find',
  'grep',
  'ln',
  'mkdir',
  'mv',
  'readlink',
  'rm',
  'sort',
  'stat',
  'tr',
] as const;

/** Under ash everything is an applet; the others have the machine's own programs. */
export const SHELLS = {
  'busybox ash': { shell: ['/bin/busybox', 'ash'], applets: true },
  dash: { shell: ['dash'], applets: false },
  'bash --posix': { shell: ['bash', '--norc', '--posix'], applets: false },
} as const;

export type Shell = (typeof SHELLS)[keyof typeof SHELLS];

export const DAY = 86_400;
export const FOLDER = '/var/lib/app/quarantine';

export const quarantine: RetentionPlan = {
  name: 'quarantine',
  state: 'active',
  path: FOLDER,
  keepMs: 30 * DAY * 1000,
  keepCount: 0,
  keepBytes: 0,
  everyMs: 3_600_000,
  by: 'script',
  deferral: null,
};

export interface Run {
  readonly status: number | null;
  /** What went to the logger, line by line. */
  readonly log: readonly string[];
  readonly said: string;
}

/** A folder that stands for /, with a clock and a running time of its own. */
export interface Lab {
  readonly root: string;
  readonly folder: string;
  readonly program: string;
  /** What a shell is given to run it with the stand-ins. */
  readonly words: readonly string[];
  /** Seconds since 1970, seconds since boot, and which boot. */
  readonly at: (now: number, up: number, boot?: string) => void;
  readonly run: (shell: Shell, ...args: readonly string[]) => Run;
  readonly environment: (shell: Shell) => Record<string, string>;
}

/** The generated program on directories of a tree. `plans` replaces the one plan of a quarantine. */
export function retentionLab(t: Test, plans: readonly RetentionPlan[] = [quarantine]): Lab {
  const root = t.testdir({});
  const [file] = artefactsOf(retention, planFixture({ retentions: plans }));
  if (file === undefined) throw new Error('no program');
  for (const path of ['bin', 'proc/sys/kernel/random', 'run', FOLDER])
    mkdirSync(join(root, path), { recursive: true });
  for (const applet of APPLETS) symlinkSync('/bin/busybox', join(root, 'bin', applet));
  const put = (path: string, text: string) => {
    writeFileSync(join(root, path), text);
    chmodSync(join(root, path), 0o755);
  };
  put('retention', file.text);
  // Functions, for busybox ash would take its own applets before anything in PATH.
  put('stand-in', 'date() { read -r stood <"$WDGEN_ROOT/now"; echo "$stood"; }\n');
  put('logged', 'logger() { shift 4; printf "%s\\n" "$*" >>"$WDGEN_ROOT/log"; }\n');
  put('proc/mounts', 'proc /proc proc rw 0 0\n');
  const environment = ({ applets }: Shell) => ({
    PATH: applets ? `${root}/bin` : '/usr/bin:/bin',
    WDGEN_ROOT: root,
  });
  const lab: Lab = {
    root,
    folder: join(root, FOLDER),
    program: join(root, 'retention'),
    words: ['-c', '. "$WDGEN_ROOT/stand-in"; . "$WDGEN_ROOT/logged"; . "$WDGEN_ROOT/retention"', 'retention'],
    at: (now, up, boot = 'boot-1') => {
      put('now', `${now}\n`);
      put('proc/uptime', `${up}.42 99.00\n`);
      put('proc/sys/kernel/random/boot_id', `${boot}\n`);
    },
    environment,
    run: (shell, ...args) => {
      const log = join(root, 'log');
      writeFileSync(log, '');
      const [command = '', ...words] = shell.shell;
      const { status, stdout, stderr } = spawnSync(command, [...words, ...lab.words, ...args], {
        env: environment(shell),
        encoding: 'utf8',
      });
      const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
      return { status, log: lines, said: `${stdout}${stderr}` };
    },
  };
  lab.at(Math.floor(Date.now() / 1000), 1000);
  return lab;
}
