// Every generated script of the examples: parsed by the shells it may meet, and read by shellcheck.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readTree } from '../lib/tree.js';
import { root, wdgen } from '../lib/wdgen.js';
import { need } from '../tools/lib/need.js';

/** What only reads a script. */
const PARSERS = [
  ['dash', '-n'],
  ['/bin/busybox', 'ash', '-n'],
  ['bash', '--posix', '-n'],
] as const;

const TOOLS = [
  { command: 'dash', debian: 'dash' },
  { path: '/bin/busybox', debian: 'busybox-static' },
  { command: 'bash', debian: 'bash' },
  { command: 'shellcheck', debian: 'shellcheck' },
];

/** Programs, and the configurations that they source. */
function isShell(text: string): boolean {
  return text.startsWith('#!/bin/sh\n') || text.includes('\n# shellcheck shell=sh');
}

t.test('scripts of the five examples', async (t) => {
  if (!need(t, TOOLS)) return;
  const folder = t.testdir({});
  const { exit, stderr } = wdgen(
    ['generate', '--spec', join(root, 'examples', 'watchdog.toml'), '--out', folder],
    root,
  );
  t.equal(exit, 0, stderr);
  const scripts = [...readTree(folder).keys()].filter((path) =>
    isShell(readFileSync(join(folder, path), 'utf8')),
  );
  const programs = new Set(scripts.map((path) => path.split('/').at(-1)));
  for (const name of [
    'selfheal',
    'selfheal.conf',
    'monitor',
    'alert.conf',
    'retention',
    'wdgen-doctor',
    'wdgen-commit',
  ])
    t.ok(programs.has(name), `${name} is among them`);
  for (const [command, ...args] of PARSERS)
    for (const path of scripts) {
      const { status, stderr } = spawnSync(command, [...args, path], { cwd: folder, encoding: 'utf8' });
      t.strictSame([status, stderr], [0, ''], `${command}: ${path}`);
    }
  const { status, stdout } = spawnSync('shellcheck', ['-s', 'sh', ...scripts], {
    cwd: folder,
    encoding: 'utf8',
  });
  t.strictSame([status, stdout], [0, ''], 'shellcheck has nothing to say');
});
