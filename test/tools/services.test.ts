// The generated units as systemd reads them, and the NixOS module as Nix evaluates it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { services } from '../../src/backends/services/index.js';
import type { Artefact } from '../../src/backends/types.js';
import type { ServicePlan, TargetPlan } from '../../src/plan/types.js';
import { edgeFixture, serviceFixture } from '../lib/plan-services.js';
import { artefactsOf } from '../lib/s6rc.js';
import { need } from './lib/need.js';
import { evalModule, parseModule } from './lib/nix.js';
import { installTree, loadedUnit, SYSTEMD_TOOLS, verifyUnits } from './lib/systemd.js';

const NIX = [{ command: 'nix-instantiate', debian: 'nix-bin' }];
const UNIT = 'edge_telemetry.service';
const NIXOS = { platform: { kind: 'nixos', init: 'systemd', release: 2511 } } as const;

const planOf = (change: Partial<ServicePlan> = {}, more: Partial<Pick<TargetPlan, 'platform'>> = {}) =>
  edgeFixture({ services: [serviceFixture(change)], ...more });

/** The program of the example is not on this machine: systemd would complain about that. */
function runnable(files: readonly Artefact[]): Artefact[] {
  return files.map((file) => ({ ...file, text: file.text.replace('/usr/bin/python3', '/bin/true') }));
}

function loaded(t: Test, change: Partial<ServicePlan> = {}, foreign?: string): readonly string[] {
  const root = installTree(t, runnable(artefactsOf(services, planOf(change))));
  if (foreign !== undefined) {
    const file = join(root, 'etc/systemd/system', UNIT);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, foreign);
  }
  t.equal(verifyUnits(root, [UNIT, 'multi-user.target']), '');
  return loadedUnit(root, foreign === undefined ? 'multi-user.target' : UNIT, UNIT);
}

function has(t: Test, lines: readonly string[], wanted: readonly string[]): void {
  for (const line of wanted) t.ok(lines.includes(line), line);
}

t.test('the whole unit: systemd accepts it, and the target starts it', async (t) => {
  if (!need(t, SYSTEMD_TOOLS)) return;
  has(t, loaded(t), [
    'Unit Load State: loaded',
    'Description: Edge Telemetry Daemon',
    'WantedBy: multi-user.target (destination-file)',
    'After: network.target (origin-file)',
    'Type: notify',
    'Restart: always',
    'NotifyAccess: main',
    'Command Line: /bin/true /usr/local/bin/telemetry_client.py',
  ]);
});

t.test('a drop-in beside the unit of somebody else', async (t) => {
  if (!need(t, SYSTEMD_TOOLS)) return;
  const foreign = '[Service]\nExecStart=/bin/true --theirs\nType=notify\nRestart=no\n';
  const files = artefactsOf(services, planOf({ whole: null }));
  t.strictSame(
    files.map(({ path }) => path),
    [`rootfs/etc/systemd/system/${UNIT}.d/50-wdgen.conf`],
  );
  const lines = loaded(t, { whole: null, stopTimeoutMs: 7000 }, foreign);
  has(t, lines, [
    'Command Line: /bin/true --theirs',
    'Restart: always',
    'NotifyAccess: main',
    'Type: notify',
  ]);
});

t.test('deferred: nothing is set, and no unit file hides another one', async (t) => {
  if (!need(t, SYSTEMD_TOOLS)) return;
  const deferral = { reason: 'no heartbeat yet', gate: ['soak:72h'] };
  const [file, ...others] = artefactsOf(services, planOf({ state: 'deferred', deferral }));
  t.strictSame(others, []);
  t.match(file, { path: `rootfs/etc/systemd/system/${UNIT}.d/50-wdgen.conf`, state: 'deferred' });
  t.match(file?.text, '# deferred: WatchdogSec=30s\n');
  t.match(file?.text, 'wdgen enable --target pi-edge-01 --setting');
  const set = file?.text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  t.strictSame(set, ['[Unit]', '[Service]']);
  const foreign = '[Service]\nExecStart=/bin/true --theirs\n';
  has(t, loaded(t, { state: 'deferred', deferral }, foreign), ['Restart: no', 'Type: simple']);
});

t.test('what happens at the end: StartLimitAction with restarts, FailureAction without', async (t) => {
  if (!need(t, SYSTEMD_TOOLS)) return;
  const given = (change: Partial<ServicePlan>) =>
    loaded(t, change).filter((line) => /Action: reboot/.test(line) && !line.startsWith('Job'));
  t.strictSame(
    given({ onFailure: 'reboot' }).filter((line) => line.startsWith('Failure')),
    [],
  );
  t.strictSame(given({ onFailure: 'reboot-force', restart: 'no', startLimit: null }), [
    'Failure Action: reboot-force',
  ]);
  const [unit] = artefactsOf(services, planOf({ onFailure: 'reboot' }));
  t.match(unit?.text, '\nStartLimitAction=reboot\n');
  t.notMatch(unit?.text, '\nFailureAction=');
});

t.test('hostile text stays in its word', async (t) => {
  if (!need(t, SYSTEMD_TOOLS)) return;
  const whole = serviceFixture().whole;
  if (whole === null) throw new Error('the fixture is a whole unit');
  const words = ['/usr/bin/python3', '$HOME', '%n', 'a b', '"', "'", ';', '\\', '# no', '[Service]', 'é'];
  const lines = loaded(t, { whole: { ...whole, description: '100 % "sure" \\n', command: words } });
  has(t, lines, ['Description: 100 % "sure" \\n']);
  const command = lines.find((line) => line.startsWith('Command Line: '));
  t.match(command, /\$\$HOME|\$HOME/);
  t.equal(lines.filter((line) => line.startsWith('Command Line: ')).length, 1);
});

t.test('a broken key is noticed', async (t) => {
  if (!need(t, SYSTEMD_TOOLS)) return;
  const files = runnable(artefactsOf(services, planOf())).map((file) => ({
    ...file,
    text: file.text.replace('WatchdogSec', 'WatchDogSec'),
  }));
  t.match(verifyUnits(installTree(t, files), [UNIT]), 'WatchDogSec');
});

function module(t: Test, plan: TargetPlan): string {
  const [file] = artefactsOf(services, plan);
  t.equal(file?.path, 'modules/services.nix');
  t.testdir({});
  parseModule(t.testdirName, file?.text ?? '');
  return file?.text ?? '';
}

t.test('NixOS: the whole service', async (t) => {
  if (!need(t, NIX)) return;
  const value = evalModule(t.testdir({}), module(t, planOf({ onFailure: 'reboot' }, NIXOS)));
  t.strictSame(value, {
    systemd: {
      services: {
        edge_telemetry: {
          description: 'Edge Telemetry Daemon',
          after: ['network.target'],
          wantedBy: ['multi-user.target'],
          unitConfig: { StartLimitIntervalSec: '10min', StartLimitBurst: '5', StartLimitAction: 'reboot' },
          serviceConfig: {
            Type: 'notify',
            ExecStart: '/usr/bin/python3 /usr/local/bin/telemetry_client.py',
            WatchdogSec: '30s',
            NotifyAccess: 'main',
            Restart: 'always',
            RestartSec: '5s',
          },
        },
      },
    },
  });
});

t.test('NixOS: beside a service of nixpkgs the values are forced; deferred ones are comments', async (t) => {
  if (!need(t, NIX)) return;
  const beside = module(t, planOf({ whole: null, onFailure: null }, NIXOS));
  const { systemd } = evalModule(t.testdirName, beside);
  t.match(systemd?.services?.['edge_telemetry'], {
    serviceConfig: { Restart: { _type: 'override', priority: 50, content: 'always' } },
  });
  const deferral = { reason: 'evil */ "\n}; x = 1; \'\'${throw "x"}', gate: ['approval'] };
  const text = module(t, planOf({ state: 'deferred', deferral }, NIXOS));
  t.strictSame(evalModule(t.testdirName, text), {});
  t.match(text, '# deferred: serviceConfig.WatchdogSec = "30s";');
});
