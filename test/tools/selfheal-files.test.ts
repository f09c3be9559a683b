// The files around the self-heal program: what shellcheck, BusyBox' kconfig and Nix say about them.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t from 'tap';
import { selfheal } from '../../src/backends/selfheal/index.js';
import { networkFixture, rm1Fixture } from '../lib/plan-network.js';
import { artefactsOf } from '../lib/s6rc.js';
import { busyboxTools, mergeBusyboxFragment, prepareBusyboxTree } from './lib/busybox-tree.js';
import { need } from './lib/need.js';
import { APPLETS, configOf, programOf } from './lib/selfheal-lab.js';
import { plans } from './lib/selfheal-plans.js';

t.test('shellcheck has nothing to say', async (t) => {
  if (!need(t, [{ command: 'shellcheck', debian: 'shellcheck' }])) return;
  const dir = t.testdir({});
  const plan = rm1Fixture({ network: networkFixture() });
  for (const [name, text] of [
    ['program', programOf(plan)],
    ['conf', configOf(plan)],
  ] as const) {
    writeFileSync(join(dir, name), text);
    const { stdout, status } = spawnSync('shellcheck', ['-s', 'sh', join(dir, name)], { encoding: 'utf8' });
    t.strictSame({ stdout, status }, { stdout: '', status: 0 }, name);
  }
});

t.test('BusyBox: merged into an empty configuration, all of it is there', async (t) => {
  if (!need(t, busyboxTools)) return;
  const text =
    artefactsOf(selfheal, plans.actions).find(({ path }) => path.startsWith('buildroot/'))?.text ?? '';
  const merged = mergeBusyboxFragment({
    tree: prepareBusyboxTree(),
    start: 'allnoconfig',
    fragmentText: text,
  });
  const lost = [...text.matchAll(/^CONFIG_(\w+)=y$/gm)].filter(
    ([, symbol]) => merged.get(symbol ?? '') !== 'y',
  );
  t.strictSame(
    lost.map(([line]) => line),
    [],
  );
  const missing = APPLETS.filter((applet) => !text.includes(`CONFIG_${applet.toUpperCase()}=y`));
  t.strictSame(missing, [], 'every applet that the program has in these tests');
});

t.test(
  'NixOS: the module installs program and configuration, and runs rounds by the time since boot',
  async (t) => {
    if (!need(t, [{ command: 'nix-instantiate', debian: 'nix-bin' }])) return;
    const dir = t.testdir({});
    const files = artefactsOf(
      selfheal,
      rm1Fixture({ platform: { kind: 'nixos', init: 'systemd', release: 2511 } }),
    );
    for (const { path, text } of files) writeFileSync(join(dir, path.slice('modules/'.length)), text);
    const names = 'coreutils ethtool gnugrep gnused iproute2 iputils procps systemd util-linux'.split(' ');
    const packages = names.map((name) => `${name} = "/${name}";`).join(' ');
    const call = `let module = import ${dir}/selfheal.nix { pkgs = { ${packages}
    writeScriptBin = name: text: { outPath = "/store/\${name}"; inherit name text; }; }; };
    in { inherit (module) systemd; texts = map (one: one.text) module.environment.systemPackages;
    conf = builtins.readFile module.environment.etc."wdgen/selfheal.conf".source; }`;
    const env = {
      ...process.env,
      NIX_STATE_DIR: dir,
      NIX_STORE_DIR: join(dir, 'store'),
      NIX_LOG_DIR: dir,
      NIX_PATH: '',
    };
    const run = spawnSync('nix-instantiate', ['--eval', '--strict', '--json', '-E', call], {
      encoding: 'utf8',
      env,
    });
    const { systemd, texts, conf } = JSON.parse(run.stdout || run.stderr);
    t.strictSame(
      [...texts, conf],
      files.slice(0, 2).map(({ text }) => text),
    );
    t.equal(
      systemd.services['wdgen-selfheal'].serviceConfig.ExecStart,
      '/store/wdgen-selfheal/bin/wdgen-selfheal',
    );
    t.strictSame(
      systemd.services['wdgen-selfheal'].path,
      names.map((name) => `/${name}`),
    );
    t.strictSame(systemd.timers['wdgen-selfheal'].timerConfig, {
      OnBootSec: '10min',
      OnUnitInactiveSec: '10min',
    });
  },
);
