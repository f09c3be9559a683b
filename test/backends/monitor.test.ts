// What is drafted for which image, and that people and shellcheck can read it.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { monitor } from '../../src/backends/monitor/index.js';
import { alertFixture, edgeFixture, monitorFixture } from '../lib/plan-services.js';
import { artefactsOf } from '../lib/s6rc.js';
import { need } from '../tools/lib/need.js';
import { evalModule } from '../tools/lib/nix.js';

const NIXOS = { platform: { kind: 'nixos', init: 'systemd', release: 2511 } } as const;
const BUILDROOT = { platform: { kind: 'buildroot', init: 'busybox' } } as const;
const paths = (plan: Parameters<typeof artefactsOf>[1]) => artefactsOf(monitor, plan).map(({ path }) => path);

t.test('programs and configurations where something is active', async (t) => {
  const both = [
    'usr/libexec/wdgen/monitor',
    'etc/wdgen/monitor.conf',
    'usr/libexec/wdgen/alert',
    'etc/wdgen/alert.conf',
  ];
  t.strictSame(
    paths(edgeFixture()),
    both.map((path) => `rootfs/${path}`),
  );
  t.strictSame(paths(edgeFixture({ monitors: [], alerts: [] })), []);
  const deferred = [monitorFixture({ state: 'deferred' })];
  t.strictSame(paths(edgeFixture({ monitors: deferred, alerts: [] })), [], 'nothing of what is deferred');
  t.strictSame(
    paths(edgeFixture({ monitors: deferred })),
    both.slice(2).map((path) => `rootfs/${path}`),
    'an alert may be called by others',
  );
  t.ok(paths(edgeFixture(BUILDROOT)).includes('buildroot/busybox-monitor.config'));
  t.ok(paths(edgeFixture(NIXOS)).includes('modules/wdgen-monitor'));
});

t.test('shellcheck has nothing to say, whatever the words', async (t) => {
  if (!need(t, [{ command: 'shellcheck', debian: 'shellcheck' }])) return;
  const hostile = `it's "$HOME" \`x\` \\ ; # *`;
  const monitors = [monitorFixture({ process: hostile }), monitorFixture({ name: 'second' })];
  const alerts = [alertFixture({ device: hostile, fields: { site: hostile } })];
  for (const platform of [{}, NIXOS, BUILDROOT]) {
    const files = artefactsOf(monitor, edgeFixture({ monitors, alerts, ...platform }));
    for (const { path, text } of files.filter((file) => !/\.(nix|config)$/.test(file.path))) {
      const file = join(t.testdir({}), 'script');
      writeFileSync(file, text);
      const { status, stdout } = spawnSync('shellcheck', ['-s', 'sh', file], { encoding: 'utf8' });
      t.equal(status, 0, `${path}: ${stdout}`);
    }
  }
});

t.test('NixOS: the module installs programs, tools and configurations', async (t) => {
  if (!need(t, [{ command: 'nix-instantiate', debian: 'nix-bin' }])) return;
  const files = artefactsOf(monitor, edgeFixture(NIXOS));
  const dir = t.testdir({ modules: {}, rootfs: { etc: { wdgen: {} } } });
  for (const { path, text } of files) writeFileSync(join(dir, path), text);
  const text = files.find(({ path }) => path === 'modules/monitor.nix')?.text ?? '';
  const pkgs =
    'pkgs = { writeScriptBin = name: text: { inherit name; size = builtins.stringLength text; outPath = name; };';
  const tools = ['coreutils', 'gnugrep', 'util-linux', 'curl', 'gawk', 'gnused'];
  const call = `let module = import ${dir}/modules/monitor.nix {
    ${pkgs} ${tools.map((name) => `${name} = "${name}";`).join(' ')} };
  }; in module // { environment = module.environment // {
    systemPackages = map (p: if builtins.isString p then p else { inherit (p) name size; })
      module.environment.systemPackages;
    etc = builtins.mapAttrs (name: value: baseNameOf (toString value.source)) module.environment.etc; }; }`;
  const expression = `{ ... }: ${call}`;
  const value = evalModule(t.testdirName, expression) as unknown as {
    readonly systemd: Readonly<Record<'timers' | 'services', Readonly<Record<string, unknown>>>>;
    readonly environment: { readonly etc: unknown; readonly systemPackages: readonly unknown[] };
  };
  t.match(text, 'program "wdgen-monitor"');
  t.match(value.systemd.timers['wdgen-monitor'], { wantedBy: ['timers.target'] }, 'and runs it');
  t.match(value.systemd.services['wdgen-monitor'], { serviceConfig: { KillMode: 'process' } });
  t.strictSame(value.environment.etc, {
    'wdgen/alert.conf': 'alert.conf',
    'wdgen/monitor.conf': 'monitor.conf',
  });
  const program = (path: string) => ({
    name: path.split('/')[1],
    size: Buffer.byteLength(files.find((file) => file.path === path)?.text ?? ''),
  });
  const installed = value.environment.systemPackages;
  t.strictSame(
    installed.filter((one) => typeof one !== 'string'),
    [program('modules/wdgen-monitor'), program('modules/wdgen-alert')],
  );
  t.strictSame(new Set(installed.filter((one) => typeof one === 'string')), new Set(tools));
});
