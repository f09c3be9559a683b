import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Test } from 'tap';
import { doctor } from '../../../src/backends/doctor/index.js';
import type { JournalPlan, TargetPlan } from '../../../src/plan/types.js';
import { artefactsOf } from '../../lib/s6rc.js';
import { RETENTION_TOOLS, type Shell } from './retention-lab.js';

export const DOCTOR_TOOLS = RETENTION_TOOLS;

/** What the program may use of BusyBox; `buildroot/busybox-doctor.config` has to name them all. */
export const DOCTOR_APPLETS = [
  'cut',
  'date',
  'grep',
  'id',
  'ls',
  'sed',
  'sleep',
  'sort',
  'tail',
  'timeout',
  'tr',
];

export interface Row {
  readonly id: string;
  readonly colour: string;
  readonly says: string;
  readonly fix: string | null;
}

export interface Answer {
  readonly status: number | null;
  readonly text: string;
  readonly json: {
    readonly boot: string | null;
    readonly uptime: number | null;
    readonly slot: string | null;
    readonly committed: boolean | null;
    readonly reset: string | null;
    readonly verdict: string;
    readonly rows: readonly Row[];
  };
  readonly row: (id: string) => Row | undefined;
}

/** A folder that stands for /, with as much of sysfs and /proc as a test puts there. */
export interface Lab {
  readonly root: string;
  readonly program: string;
  readonly put: (files: Readonly<Record<string, string>>) => void;
  /** A tool that prints and ends as a test wants. */
  readonly tool: (name: string, script: string) => void;
  /** A process that holds files open. */
  readonly process: (pid: number, comm: string, ...open: readonly string[]) => void;
  readonly ask: (shell: Shell) => Answer;
  readonly words: (shell: Shell, ...args: readonly string[]) => { status: number | null; text: string };
  readonly environment: (shell: Shell) => Record<string, string>;
}

export const shipper: JournalPlan = {
  name: 'shipper',
  unit: 'cis490-shipper.service',
  file: null,
  windowMs: 600_000,
  patterns: [
    {
      name: 'out-of-window',
      match: 'HTTP 412',
      colour: 'red',
      says: '%n ship(s) rejected as out-of-window',
      fix: 'cis490ctl resync-clock',
    },
    {
      name: 'bad-request',
      match: 'HTTP 400',
      colour: 'red',
      says: '%n ship(s) rejected as bad requests',
      fix: 'cis490ctl validate',
    },
    {
      name: 'transient',
      match: 'HTTP 5[0-9][0-9]\\|timed out',
      colour: 'yellow',
      says: '%n transient failures',
      fix: 'cis490ctl ping',
    },
  ],
};

export function doctorLab(t: Test, plan: TargetPlan): Lab {
  const root = t.testdir({});
  const program = join(root, 'wdgen-doctor');
  const [file] = artefactsOf(doctor, plan);
  if (file === undefined) throw new Error('no program');
  const put = (files: Readonly<Record<string, string>>, mode = 0o644) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      chmodSync(join(root, path), mode);
    }
  };
  mkdirSync(join(root, 'applets'));
  mkdirSync(join(root, 'tools'));
  for (const applet of DOCTOR_APPLETS) symlinkSync('/bin/busybox', join(root, 'applets', applet));
  put({ 'wdgen-doctor': file.text }, 0o755);
  put({
    'proc/uptime': '512.34 900.00\n',
    'proc/cmdline': 'console=ttyS2\n',
    'proc/sys/kernel/random/boot_id': '3f6ac1d2-0b5e-4c8e-9d39-0a1b2c3d4e5f\n',
  });
  const environment = ({ applets }: Shell) => ({
    PATH: `${root}/tools:${applets ? `${root}/applets` : '/usr/bin:/bin'}`,
    WDGEN_ROOT: root,
  });
  const words = (shell: Shell, ...args: readonly string[]) => {
    const [command = '', ...before] = shell.shell;
    const { status, stdout, stderr } = spawnSync(command, [...before, program, ...args], {
      env: environment(shell),
      encoding: 'utf8',
    });
    return { status, text: stdout + stderr };
  };
  return {
    root,
    program,
    put,
    tool: (name, script) => put({ [`tools/${name}`]: `#!/bin/sh\n${script}\n` }, 0o755),
    process: (pid, comm, ...open) => {
      put({ [`proc/${pid}/comm`]: `${comm}\n`, [`proc/${pid}/cmdline`]: `${comm}\0` });
      mkdirSync(join(root, `proc/${pid}/fd`), { recursive: true });
      for (const [index, target] of open.entries())
        symlinkSync(target, join(root, `proc/${pid}/fd/${index}`));
    },
    words,
    environment,
    ask: (shell) => {
      const { status, text } = words(shell, '--json');
      const json = JSON.parse(text) as Answer['json'];
      return { status, text, json, row: (id) => json.rows.find((row) => row.id === id) };
    },
  };
}

/** sysfs of a watchdog that runs as planned. */
export function dog(
  number: number,
  attributes: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const all = {
    identity: 'iTCO_wdt',
    state: 'active',
    timeout: '30',
    nowayout: '0',
    bootstatus: '0',
    status: '0x8000',
    ...attributes,
  };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [
      `sys/class/watchdog/watchdog${number}/${name}`,
      `${value}\n`,
    ]),
  );
}
