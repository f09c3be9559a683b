// Trees become specs that check takes: the examples' own generated trees, and a hand-written appliance.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { root, wdgen } from '../lib/wdgen.js';

interface Value {
  readonly key: string;
  readonly value: string;
  readonly from: string;
}

function scratch(t: Test): string {
  const work = mkdtempSync(join(tmpdir(), 'wdgen-import-'));
  t.teardown(() => rmSync(work, { recursive: true, force: true }));
  return work;
}

/** What import says of a folder, as data, and the file that it writes. */
function imported(work: string, args: readonly string[]): readonly Value[] {
  const shown = wdgen(['import', ...args, '--format', 'json'], work);
  const { data } = JSON.parse(shown.stdout) as { data: { values: readonly Value[] } };
  wdgen(['import', ...args, '--out', 'watchdog.toml'], work);
  return data.values;
}

/** Writes files below `work/tree`. */
function plant(work: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(work, 'tree', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const MANAGER = 'etc/systemd/system.conf';

const EXAMPLES: readonly (readonly [
  target: string,
  board: string,
  values: Readonly<Record<string, string>>,
])[] = [
  [
    'rock64',
    'rock64',
    { board: '"rock64"', platform: '"nixos"', 'watchdog.feeder': '{ deferred = "systemd" }' },
  ],
  [
    'fortros-node',
    'dell-optiplex',
    {
      init: '"s6-rc"',
      'watchdog.feeder': '{ active = "busybox" }',
      'watchdog.runtime': '{ active = "30s" }',
      'watchdog.pet': '{ active = "10s" }',
      'watchdog.service.after': '["mount-filesystems"]',
    },
  ],
  ['rm1', 'gl-rm1', { init: '"busybox"', 'watchdog.feeder': '{ deferred = "busybox" }' }],
  [
    'pi-edge-01',
    'rpi4',
    {
      platform: '"systemd"',
      'service.edge_telemetry.watchdog': '"30s"',
      'service.edge_telemetry.restart': '"always"',
      'service.edge_telemetry.start-limit': '{ burst = 5, interval = "10min" }',
    },
  ],
  ['cis490-lab-host', 'dell-optiplex', { 'service.cis490-shipper.watchdog': '"3min"' }],
];

for (const [target, board, wanted] of EXAMPLES)
  t.test(`${target}: generated, imported, checked`, async (t) => {
    const work = scratch(t);
    cpSync(join(root, 'examples', 'generated', target), join(work, target), { recursive: true });
    const values = imported(work, [target, '--board', board]);
    for (const [key, value] of Object.entries(wanted))
      t.equal(values.find((one) => one.key === key)?.value, value, key);
    const { exit, stderr } = wdgen(['check'], work);
    t.equal(exit, 0, `check takes it\n${stderr}`);
  });

t.test('a hand-written appliance', async (t) => {
  const work = scratch(t);
  cpSync(join(root, 'test', 'audit', 'appliance'), join(work, 'gateway'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  mkdirSync(join(work, 'gateway/root/usr/lib/systemd'), { recursive: true });
  writeFileSync(join(work, 'gateway/root/usr/lib/systemd/systemd'), '\x7fELF');
  const values = imported(work, ['gateway', '--board', 'imx8m']);
  const has = (key: string, value: string, from: string) => {
    const found = values.find((one) => one.key === key);
    t.equal(found?.value, value, key);
    t.equal(found?.from, from, `${key} comes from ${from}`);
  };
  has('watchdog.runtime', '{ active = "90s" }', 'gateway/root/etc/systemd/system.conf.d/watchdog.conf:3');
  has('watchdog.reboot', '{ active = "2min" }', 'gateway/root/etc/systemd/system.conf.d/watchdog.conf:4');
  has('rollback.order', '["A", "B"]', 'gateway/boot.cmd:2');
  has('rollback.tries', '3', 'gateway/boot.cmd:3');
  has('rollback.slot.B.from', '"mmc 2:3"', 'gateway/root/etc/rauc/system.conf:16');
  has('rollback.environment.redundant-offset', '"0x480000"', 'gateway/root/etc/fw_env.config:3');
  has(
    'rollback.commit.checks',
    '["unit:gateway-health.service"]',
    'gateway/root/usr/lib/systemd/system/slot-good.service:8',
  );
  has('service.gatewayd.watchdog', '"20s"', 'gateway/root/usr/lib/systemd/system/gatewayd.service:8');
  const text = readFileSync(join(work, 'watchdog.toml'), 'utf8');
  t.match(
    text,
    '# root/etc/fw_env.config:3\nredundant-offset = "0x480000"',
    'each value has its line as a comment',
  );
  const { exit, stderr } = wdgen(['check'], work);
  t.equal(exit, 0, `check takes it\n${stderr}`);
});

t.test('what cannot be taken over is said', async (t) => {
  const work = scratch(t);
  cpSync(join(root, 'test', 'audit', 'appliance'), join(work, 'gateway'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  rmSync(join(work, 'gateway/root/etc/fw_env.config'));
  writeFileSync(join(work, 'gateway/extra.nix'), '{ }\n');
  const { exit, stdout, stderr } = wdgen(['import', 'gateway', '--board', 'imx8m', '--out', 'x.toml'], work);
  t.equal(exit, 0);
  t.match(stdout, /2 things were not taken over/);
  t.match(stderr, /rollback table:\s+where U-Boot's\s+environment lies/);
  t.match(stderr, /extra\.nix was\s+not read/);
  t.equal(wdgen(['check', '--spec', 'x.toml'], work).exit, 0, 'the rest is a sound spec');
});

t.test('the home of root is no root file system', async (t) => {
  const work = scratch(t);
  plant(work, {
    [MANAGER]: '[Manager]\nRuntimeWatchdogSec=30\n',
    'usr/lib/systemd/systemd': '\x7fELF',
    'root/.bashrc': '',
    'root/etc/notes': '',
  });
  const values = imported(work, ['tree', '--board', 'rpi4', '--name', 'edge']);
  t.equal(values.find(({ key }) => key === 'watchdog.runtime')?.value, '{ active = "30s" }');
  const { stderr } = wdgen(['import', 'tree', '--board', 'rpi4', '--name', 'edge'], work);
  t.match(stderr, /tree\/root was not read: tree was taken/, 'a second one is named');
});

t.test('a link to a root file system elsewhere is not followed', async (t) => {
  const work = scratch(t);
  mkdirSync(join(work, 'outside/etc/systemd'), { recursive: true });
  writeFileSync(join(work, 'outside', MANAGER), '[Manager]\nRuntimeWatchdogSec=30\n');
  plant(work, { 'rootfs-overlay/etc/systemd/system.conf': '[Manager]\nRuntimeWatchdogSec=20\n' });
  symlinkSync('../outside', join(work, 'tree/rootfs'));
  const values = imported(work, ['tree', '--board', 'rpi4', '--name', 'edge']);
  const runtime = values.find(({ key }) => key === 'watchdog.runtime');
  t.equal(runtime?.value, '{ active = "20s" }');
  t.equal(runtime?.from, `tree/rootfs-overlay/${MANAGER}:2`);
});

t.test('each symbol is found in its own fragment', async (t) => {
  const work = scratch(t);
  plant(work, {
    'a.config': '# first\nCONFIG_WATCHDOG=y\nCONFIG_PANIC_TIMEOUT=5\n',
    'b.config': '# second\n# has the last word\n\nCONFIG_SOFTLOCKUP_DETECTOR=y\nCONFIG_PANIC_TIMEOUT=7\n',
  });
  const values = imported(work, ['tree', '--board', 'rpi4', '--name', 'edge']);
  const at = (key: string) => values.find((one) => one.key === `kernel.flags.${key}`);
  t.match(at('SOFTLOCKUP_DETECTOR'), { value: '{ active = "y" }', from: 'tree/b.config:4' });
  t.match(at('PANIC_TIMEOUT'), { value: '{ active = 7 }', from: 'tree/b.config:5' });
});

const SYSTEMD = { 'usr/lib/systemd/systemd': '\x7fELF' };
const UNIT = '[Service]\nExecStart=/usr/sbin/watchdogd -F\n';
const WANTED = { path: 'etc/systemd/system/multi-user.target.wants', name: 'dog.service' };

t.test('a timeout that was not found is only proposed', async (t) => {
  for (const [what, files] of [
    ['systemd asks for the default', { [MANAGER]: '[Manager]\nRuntimeWatchdogSec=default\n' }],
    [
      'watchdogd without -T',
      {
        'etc/systemd/system/dog.service': UNIT,
        [`${WANTED.path}/${WANTED.name}`]: UNIT,
        'usr/sbin/watchdogd': '',
      },
    ],
  ] as const) {
    const work = scratch(t);
    plant(work, { ...SYSTEMD, ...files });
    const values = imported(work, ['tree', '--board', 'rpi4', '--name', 'edge']);
    const at = (key: string) => values.find((one) => one.key === `watchdog.${key}`)?.value;
    t.match(at('feeder'), /^\{ active = /, what);
    t.equal(at('runtime'), '{ deferred = "15s" }', what);
    t.match(at('deferral.reason'), /asks for was not found in the tree/, what);
    const { exit, stderr } = wdgen(['check'], work);
    t.equal(exit, 0, `check takes it\n${stderr}`);
  }
});

t.test('a pretimeout comes with its governor', async (t) => {
  const at = (governor: string) => {
    const work = scratch(t);
    const times = 'RuntimeWatchdogSec=15s\nRuntimeWatchdogPreSec=5s\n';
    plant(work, { ...SYSTEMD, [MANAGER]: `[Manager]\n${times}RuntimeWatchdogPreGovernor=${governor}\n` });
    const values = imported(work, ['tree', '--board', 'rpi4', '--name', 'edge']);
    t.equal(wdgen(['check'], work).exit, 0, 'check takes it');
    return ['pretimeout', 'pretimeout-governor'].map(
      (key) => values.find((one) => one.key === `watchdog.${key}`)?.value,
    );
  };
  t.strictSame(at('noop'), ['{ active = "5s" }', '"noop"']);
  t.strictSame(at('panic'), ['{ active = "5s" }', undefined], 'the default');
});

t.test('times that are set without a feeder stay', async (t) => {
  const work = scratch(t);
  plant(work, {
    ...SYSTEMD,
    [MANAGER]: '[Manager]\nRebootWatchdogSec=12\nKExecWatchdogSec=3min\n',
    'kernel.config': 'CONFIG_WATCHDOG_NOWAYOUT=y\n',
  });
  const values = imported(work, ['tree', '--board', 'rpi4', '--name', 'edge']);
  const at = (key: string) => values.find((one) => one.key === `watchdog.${key}`)?.value;
  t.equal(at('feeder'), '{ deferred = "systemd" }');
  t.equal(at('reboot'), '{ active = "12s" }');
  t.equal(at('kexec'), '{ active = "3min" }');
  t.equal(at('nowayout'), '{ active = true }');
  const { exit, stderr } = wdgen(['check'], work);
  t.equal(exit, 0, `check takes it\n${stderr}`);
});
