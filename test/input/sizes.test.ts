// Files that are too large, too deep, endless or go in circles: refused by the real command, soon and in words.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, openSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t from 'tap';
import { figure } from '../lib/figures.js';
import { root } from '../lib/wdgen.js';

/** A spec that is sound but for what is added to it. */
const SOUND = `schema = 1

[target.box]
board = "rock64"
platform = "nixos"
release = "25.11"

[target.box.watchdog]
feeder = { active = "systemd" }
runtime = { active = "20s" }
`;

/** Long enough for the slowest machine; what hangs takes for ever. */
const PATIENCE_MS = 60_000;

interface Case {
  readonly about: string;
  readonly lay: (folder: string) => void;
  readonly exit: number;
  readonly says: RegExp;
  readonly spec?: string;
}

const spec = (text: string) => (folder: string) => writeFileSync(join(folder, 'watchdog.toml'), text);

function targets(count: number): string {
  const one = SOUND.slice(SOUND.indexOf('[target'));
  return Array.from({ length: count }, (_, index) => one.replaceAll('target.box', `target.u${index}`)).join(
    '\n',
  );
}

const cases: readonly Case[] = [
  {
    about: 'a named pipe that nobody writes to',
    lay: (folder) => execFileSync('mkfifo', [join(folder, 'watchdog.toml')]),
    exit: 2,
    says: /WD0001.*pipe or a device/s,
  },
  {
    about: 'an endless device',
    lay: () => {},
    spec: '/dev/zero',
    exit: 2,
    says: /WD0001.*pipe or a device/s,
  },
  { about: 'a folder', lay: () => {}, spec: '.', exit: 2, says: /WD0001.*directory/s },
  {
    about: '50 MB of nothing',
    lay: (folder) => {
      openSync(join(folder, 'watchdog.toml'), 'w');
      truncateSync(join(folder, 'watchdog.toml'), 50_000_000);
    },
    exit: 2,
    says: /WD0007.*50000000 bytes/s,
  },
  {
    about: '7 MB of comments',
    lay: spec(`${SOUND}${`# ${'x'.repeat(997)}\n`.repeat(7_000)}`),
    exit: 0,
    says: /1 target checked/,
  },
  { about: 'more keys than a spec may have', lay: spec(`a = 1\n`.repeat(200_000)), exit: 2, says: /WD0007/ },
  {
    about: 'a text of 1 MB',
    lay: spec(`${SOUND}\nx = "${'x'.repeat(1_000_000)}"\n`),
    exit: 2,
    says: /WD0007/,
  },
  {
    about: 'inline tables, 1,000 deep',
    lay: spec(`${SOUND}\nx = ${'{ a = '.repeat(1000)}1${' }'.repeat(1000)}\n`),
    exit: 2,
    says: /WD0007/,
  },
  {
    about: 'arrays, 1,000 deep',
    lay: spec(`x = ${'['.repeat(1000)}${']'.repeat(1000)}\n`),
    exit: 2,
    says: /WD0007/,
  },
  { about: 'a dotted key of 1,000 parts', lay: spec(`${'a.'.repeat(999)}a = 1\n`), exit: 2, says: /WD0007/ },
  {
    about: '500 targets in one file',
    lay: spec(`schema = 1\n${targets(500)}`),
    exit: 0,
    says: /500 targets checked/,
  },
  {
    about: 'a spec that includes itself',
    lay: spec(`schema = 1\ninclude = ["watchdog.toml"]\n`),
    exit: 2,
    says: /WD0005.*is the spec itself/s,
  },
  {
    about: 'an included file that includes',
    lay: (folder) => {
      mkdirSync(join(folder, 'more'));
      writeFileSync(join(folder, 'more/a.toml'), `include = ["../watchdog.toml"]\n`);
      spec(`schema = 1\ninclude = ["more/*.toml"]\n`)(folder);
    },
    exit: 2,
    says: /more\/a\.toml:1:1/,
  },
  {
    about: 'an included device',
    lay: (folder) => {
      execFileSync('ln', ['-s', '/dev/zero', join(folder, 'more.toml')]);
      spec(`schema = 1\ninclude = ["more.toml"]\n`)(folder);
    },
    exit: 2,
    says: /WD0005.*pipe or a device/s,
  },
];

let held = 0;
for (const { about, lay, exit, says, spec: path = 'watchdog.toml' } of cases)
  t.test(about, async (t) => {
    const folder = t.testdir({});
    lay(folder);
    const ran = spawnSync(process.execPath, [join(root, 'bin/wdgen.cjs'), 'check', '--spec', path], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' },
      encoding: 'utf8',
      timeout: PATIENCE_MS,
    });
    t.equal(ran.status, exit);
    t.match(`${ran.stdout}${ran.stderr}`, says);
    t.notMatch(ran.stderr, /^\s+at .*:\d+:\d+\)?$/m, 'no stack');
    if (t.passing()) held += 1;
  });

t.teardown(() => figure(23, { part: 'sizes, depths, devices and circles', cases: cases.length, held }));
