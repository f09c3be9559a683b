// The rules about counters over plans: what the cases of the same codes do not show.
import t from 'tap';
import { commitWindow } from '../../../src/analyse/rules/recovery/rollback/commit-window.js';
import type { EnvironmentPlan, RollbackPlan, TargetPlan } from '../../../src/plan/types.js';
import { rock64Fixture } from '../../lib/plan-rollback.js';
import { recoveryFindings } from '../../lib/recovery-findings.js';

const SOUND_COMMIT: RollbackPlan['commit'] = {
  checks: [{ kind: 'unit', name: 'app.service' }],
  timeoutMs: 30_000,
  retryMs: 5_000,
};

/** Rock64 in which nothing is found: a short window, a watchdog from firmware on, a check of the application. */
function plan(rollback: Partial<RollbackPlan> = {}, image: Partial<TargetPlan['image']> = {}): TargetPlan {
  const base = rock64Fixture({ rollback: { commit: SOUND_COMMIT, ...rollback } });
  return {
    ...base,
    boot: { ...base.boot, kernelMs: 5_000, userspaceMs: 10_000, armedMs: 25_000 },
    image: { ...base.image, ...image },
  };
}

function checks(...written: readonly string[]): Pick<RollbackPlan, 'commit'> {
  const read = written.map((one) =>
    one.startsWith('/') ? { kind: 'program' as const, path: one } : { kind: 'unit' as const, name: one },
  );
  return { commit: { ...SOUND_COMMIT, checks: read } };
}

t.test('nothing is found in the sound plan', async (t) => {
  t.strictSame(recoveryFindings(plan()), []);
});

t.test('WD1050: the window is kernel, init and health checks, and 60 s are short', async (t) => {
  t.strictSame(recoveryFindings(plan({ commit: { ...SOUND_COMMIT, timeoutMs: 45_000 } })), []);
  const longer = plan({ commit: { ...SOUND_COMMIT, timeoutMs: 46_000 } });
  t.strictSame(recoveryFindings(longer), ['warning WD1050']);
  t.match(commitWindow.check(longer, () => true)[0]?.detail, '3 power cuts in a row, each within 61s');
});

t.test('WD1050: schemes that count only until the slot is good have no such window', async (t) => {
  const commit = { ...SOUND_COMMIT, timeoutMs: 600_000 };
  for (const scheme of ['uboot-bootcount', 'grub', 'systemd-boot'] as const)
    t.notOk(recoveryFindings(plan({ scheme, commit })).includes('warning WD1050'), scheme);
  t.ok(recoveryFindings(plan({ scheme: 'rauc-bootmeth', commit })).includes('warning WD1050'));
});

t.test('errors are warnings while the rollback is deferred', async (t) => {
  const waiting = (name: string) => plan({ ...checks(name), state: 'deferred' });
  for (const unit of ['boot-complete.target', 'systemd-bless-boot.service', 'wdgen-commit.service'])
    t.strictSame(recoveryFindings(waiting(unit)), ['warning WD1051'], unit);
  const hibernates = plan({ state: 'deferred' }, { hibernates: true });
  t.strictSame(recoveryFindings(hibernates), ['warning WD1064']);
});

t.test('WD1053: who writes which scheme', async (t) => {
  const all = ['rauc-mark-good', 'grub-boot-success', 'greenboot', 'mender', 'swupdate', 'watchdog'];
  const writersOf = (scheme: RollbackPlan['scheme'], platform: TargetPlan['platform']) =>
    all.filter((name) =>
      recoveryFindings({ ...plan({ scheme }, { software: [name] }), platform }).includes('warning WD1053'),
    );
  const nixos = { kind: 'nixos', init: 'systemd', release: 2511 } as const;
  const debian = { kind: 'systemd', init: 'systemd' } as const;
  const busybox = { kind: 'buildroot', init: 'busybox' } as const;
  t.strictSame(writersOf('rauc-uboot', nixos), []);
  t.strictSame(writersOf('rauc-uboot', busybox), ['rauc-mark-good']);
  t.strictSame(writersOf('rauc-bootmeth', busybox), ['rauc-mark-good']);
  t.strictSame(writersOf('grub', debian), ['greenboot']);
  t.strictSame(writersOf('grub', nixos), ['grub-boot-success', 'greenboot']);
  t.strictSame(writersOf('uboot-bootcount', debian), ['mender']);
  t.strictSame(writersOf('systemd-boot', debian), []);
});

const SPI: EnvironmentPlan = {
  medium: 'spi-flash',
  device: '/dev/mtd1',
  size: 0x2000,
  offset: 0x100000,
  redundantOffset: 0x110000,
  sector: 0x10000,
};

t.test('WD1057: sectors of SPI flash', async (t) => {
  t.strictSame(recoveryFindings(plan({ environment: SPI })), []);
  const inside = { ...SPI, offset: 0x101000 };
  t.strictSame(recoveryFindings(plan({ environment: inside })), ['error WD1057']);
  const together = { ...SPI, redundantOffset: 0x102000 };
  t.strictSame(recoveryFindings(plan({ environment: together })), ['error WD1057'], 'inside a sector');
  const shared = { ...SPI, size: 0x18000 };
  t.strictSame(recoveryFindings(plan({ environment: shared })), ['error WD1057'], 'it ends in the next');
  const touching = { ...SPI, size: 0x10000 };
  t.strictSame(recoveryFindings(plan({ environment: touching })), []);
});

t.test('WD1058: a GPT is only possible behind block 0', async (t) => {
  const at = (offset: number): EnvironmentPlan => ({
    medium: 'mmc',
    device: '/dev/mmcblk1',
    size: 0x2000,
    uboot: { interface: 'mmc', device: 1 },
    offset: 0x100000,
    redundantOffset: offset,
  });
  t.strictSame(recoveryFindings(plan({ environment: at(0) })), ['error WD1058']);
  t.strictSame(recoveryFindings(plan({ environment: at(0x200) })), ['warning WD1058']);
  t.strictSame(recoveryFindings(plan({ environment: at(0x4200) })), ['warning WD1058']);
  t.strictSame(recoveryFindings(plan({ environment: at(0x4400) })), []);
});

t.test('WD1059: asking for the network is right while an update is on trial', async (t) => {
  const asks = checks('network-online.target');
  t.strictSame(recoveryFindings(plan(asks)), ['warning WD1059']);
  for (const scheme of ['uboot-bootcount', 'systemd-boot', 'grub'] as const)
    t.strictSame(recoveryFindings(plan({ ...asks, scheme })), ['note WD1059'], scheme);
});

t.test('WD1059: programs are known by their names', async (t) => {
  for (const path of ['/usr/libexec/check-network', '/usr/bin/ping.sh', '/opt/app/cloud_check'])
    t.strictSame(recoveryFindings(plan(checks(path))), ['warning WD1059'], path);
  for (const path of ['/usr/libexec/check-planet', '/usr/libexec/network/check', '/usr/bin/shipping'])
    t.strictSame(recoveryFindings(plan(checks(path))), [], path);
});

t.test('WD1061: data that all slots share', async (t) => {
  for (const check of ['/var/lib/app/check', '/data/check', 'data.mount', 'var-lib-app.mount'])
    t.strictSame(recoveryFindings(plan(checks(check))), ['warning WD1061'], check);
  for (const check of ['/variant/check', '/usr/share/data/check', 'boot.mount', 'database.mount'])
    t.strictSame(recoveryFindings(plan(checks(check))), [], check);
});

t.test('WD1065: versions that were seen to count wrongly', async (t) => {
  for (const systemd of [258, 259])
    t.strictSame(recoveryFindings(plan({ scheme: 'systemd-boot' }, { systemd })), ['warning WD1065']);
  for (const systemd of [null, 252, 257, 260])
    t.strictSame(recoveryFindings(plan({ scheme: 'systemd-boot' }, { systemd })), []);
});

t.test('WD1055 and WD1056: schemes without an environment have no copies', async (t) => {
  t.strictSame(recoveryFindings(plan({ scheme: 'grub', environment: null })), []);
  t.strictSame(recoveryFindings(plan({ environment: { ...SPI, redundantOffset: null } })), [
    'warning WD1055',
  ]);
  const fat: EnvironmentPlan = {
    medium: 'fat',
    device: '/boot/uboot.env',
    size: 0x8000,
    from: { interface: 'mmc', device: 1, partition: '1' },
    file: 'uboot.env',
  };
  t.strictSame(recoveryFindings(plan({ environment: fat })), ['warning WD1056']);
});

t.test('WD1062 and WD1063: what is the same place', async (t) => {
  const [a, b] = plan().rollback?.slots ?? [];
  const place = (partition: string, kernel: string, root: string | null) => ({
    from: { interface: 'mmc', device: 1, partition },
    kernel,
    initrd: null,
    fdt: null,
    root,
  });
  if (a === undefined || b === undefined) return t.fail('the fixture has two slots');
  const two = (one: Partial<typeof a>, other: Partial<typeof b>) =>
    recoveryFindings(
      plan({
        slots: [
          { ...a, ...one },
          { ...b, ...other },
        ],
      }),
    );
  const none = { device: null };
  t.strictSame(two({ device: '/dev/x' }, { device: '/dev/x' }), ['error WD1063']);
  t.strictSame(two({ ...none, boot: null }, { ...none, boot: null }), [], 'nothing is known');
  const same = { ...none, boot: place('a', 'Image', null) };
  t.strictSame(two(same, { ...none, boot: place('A', '/Image', null) }), ['error WD1063']);
  t.strictSame(two(same, { ...none, boot: place('a', 'Image', 'LABEL=b') }), [], 'another root');
  const recovery = { recovery: place('02', 'boot/Image', null), exhausted: 'recovery' as const };
  t.strictSame(recoveryFindings(plan(recovery)), ['warning WD1062']);
  t.strictSame(recoveryFindings(plan({ ...recovery, recovery: place('2', 'rescue/Image', null) })), []);
});
