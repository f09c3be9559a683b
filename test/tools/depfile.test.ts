// Real Make and real Ninja run wdgen again when an input changed, and only then.

import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { SPEC } from '../lib/small-spec.js';
import { root, wdgen } from '../lib/wdgen.js';
import { need } from './lib/need.js';

const WDGEN = `${process.execPath} ${join(root, 'bin', 'wdgen.cjs')}`;

/** File names with everything that means something to Make or Ninja and that both can hold. */
const NAMES = ['plain', 'with space', 'dollar $HOME', 'hash #1', 'comma, {a}+@!~', 'colon: x', 'umlaut ü'];

function targetText(name: string): string {
  return `[target.${name}]\nboard = "rpi4"\nplatform = "systemd"\n\n[target.${name}.watchdog]\nfeeder = { active = "systemd" }\nruntime = { active = "14s" }\n`;
}

/** A folder with a spec whose included files have those names, all an hour old. */
function lab(t: Test): string {
  const folder = t.testdir({});
  mkdirSync(join(folder, 'targets'));
  writeFileSync(join(folder, 'watchdog.toml'), 'schema = 1\ninclude = ["targets/*.toml"]\n');
  for (const [index, name] of NAMES.entries())
    writeFileSync(join(folder, 'targets', `${name}.toml`), targetText(`t${index}`));
  for (const name of ['watchdog.toml', 'targets', ...NAMES.map((name) => `targets/${name}.toml`)])
    age(join(folder, name), 3600);
  return folder;
}

function age(path: string, seconds: number): void {
  const then = new Date(Date.now() - seconds * 1000);
  utimesSync(path, then, then);
}

const COMMAND = `${WDGEN} generate --depfile wdgen.d --stamp wdgen.stamp && echo run >>runs`;
const MAKEFILE = `wdgen.stamp:\n\t${COMMAND}\n-include wdgen.d\n`;
const NINJA = `rule wdgen\n  command = ${COMMAND}\n  depfile = wdgen.d\nbuild wdgen.stamp: wdgen\n`;

const TOOLS = [
  { command: 'make', debian: 'make', file: 'Makefile', text: MAKEFILE },
  { command: 'ninja', debian: 'ninja-build', file: 'build.ninja', text: NINJA },
];

for (const { command, debian, file, text } of TOOLS) {
  t.test(`${command} runs wdgen when an input changed, and only then`, async (t) => {
    if (!need(t, [{ command, debian }])) return;
    const folder = lab(t);
    writeFileSync(join(folder, file), text);
    const runs = () => {
      const env = { PATH: process.env['PATH'] ?? '', HOME: folder };
      const { status, stdout, stderr } = spawnSync(command, [], { cwd: folder, env, encoding: 'utf8' });
      t.equal(status, 0, `${stdout}${stderr}`);
      return readFileSync(join(folder, 'runs'), 'utf8').length / 'run\n'.length;
    };
    t.equal(runs(), 1, 'first');
    t.equal(runs(), 1, 'nothing changed');
    let expected = 1;
    for (const name of NAMES) {
      appendFileSync(join(folder, 'targets', `${name}.toml`), '# changed\n');
      expected += 1;
      age(join(folder, 'wdgen.stamp'), 60);
      t.equal(runs(), expected, `"${name}" changed`);
      t.equal(runs(), expected, 'and is known now');
    }
    age(join(folder, 'wdgen.stamp'), 60);
    writeFileSync(join(folder, 'targets', 'new.toml'), targetText('new'));
    t.equal(runs(), expected + 1, 'a file that the pattern matches is new');
    t.match(readFileSync(join(folder, 'wdgen.d'), 'utf8'), 'targets/new.toml');
    age(join(folder, 'wdgen.stamp'), 60);
    rmSync(join(folder, 'targets', 'plain.toml'));
    t.equal(runs(), expected + 2, 'a file is gone');
    t.equal(runs(), expected + 2, 'and nothing else to do');
  });
}

t.test('nothing of a build is written into a target, and no file of somebody else is replaced', async (t) => {
  const folder = t.testdir({ 'watchdog.toml': SPEC });
  const makefile = 'all: \\\n  prog\nprog: a.c\n\tcc a.c\n';
  writeFileSync(join(folder, 'Makefile'), makefile);
  for (const option of ['--depfile', '--stamp'])
    for (const place of ['generated/rock64/manifest.json', 'generated/rock64/x.d', 'Makefile']) {
      const ran = wdgen(['generate', option, place], folder);
      t.match(ran, { exit: 2, stderr: /WD0601/ }, `${option} ${place}`);
    }
  t.equal(readFileSync(join(folder, 'Makefile'), 'utf8'), makefile);
  t.notOk(existsSync(join(folder, 'generated')), 'and nothing was generated');
  for (let run = 0; run < 2; run++)
    t.equal(wdgen(['generate', '--depfile', 'wdgen.d', '--stamp', 'wdgen.stamp'], folder).exit, 0);
});
