// `check --tools` runs the real validators: on the examples all are content, and a validator that refuses is heard.
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { root, wdgen } from '../lib/wdgen.js';
import { findCommand, need } from '../tools/lib/need.js';

const TOOLS = [
  { command: 'nix-instantiate', debian: 'nix-bin' },
  { command: 'shellcheck', debian: 'shellcheck' },
  { command: 'dash', debian: 'dash' },
  { command: 'busybox', debian: 'busybox-static' },
];

t.test('the examples satisfy every validator', async (t) => {
  if (!need(t, TOOLS)) return;
  const { exit, stdout, stderr } = wdgen(['check', '--tools', '--spec', 'examples/watchdog.toml'], root);
  t.equal(exit, 0, stderr);
  for (const { command } of TOOLS) t.match(stdout, new RegExp(`${command} +\\d+ +all sound`));
});

t.test('a validator that refuses is a finding, one that is missing is named', async (t) => {
  const folder = t.testdir({ bin: {} });
  cpSync(join(root, 'examples', 'watchdog.toml'), join(folder, 'watchdog.toml'));
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const name of ['shellcheck', 'dash']) {
    writeFileSync(join(bin, name), '#!/bin/sh\necho "line 1: no"\nexit 1\n');
    chmodSync(join(bin, name), 0o755);
  }
  symlinkSync(findCommand('sh') ?? '/bin/sh', join(bin, 'sh'));
  const { exit, stdout, stderr } = wdgen(['check', '--tools'], folder, { PATH: bin });
  t.equal(exit, 1);
  t.match(stderr, /error\[WD0506\]/);
  t.match(stderr, /shellcheck refuses .*no/s);
  t.match(stdout, /nix-instantiate +not installed \(Debian package nix-bin\)/);
});
