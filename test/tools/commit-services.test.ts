// What starts the commit program: systemd's units, the s6-rc longrun, BusyBox init, a SysV script, and NixOS.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { checkS6rcSource, readS6rcSource } from '../../src/audit/s6rc-source.js';
import { commit } from '../../src/backends/commit/index.js';
import type { Artefact } from '../../src/backends/types.js';
import { uboot } from '../../src/backends/uboot/index.js';
import type { Init, RollbackScheme } from '../../src/plan/types.js';
import { CHECK, commitFiles, fileOf, PROGRAM } from '../lib/commit-files.js';
import { rock64Fixture } from '../lib/plan-rollback.js';
import { artefactsOf } from '../lib/s6rc.js';
import { busyboxTools, mergeBusyboxFragment, prepareBusyboxTree } from './lib/busybox-tree.js';
import { APPLETS, COMMIT_TOOLS, commitLab, type Lab, SHELLS } from './lib/commit-lab.js';
import { need } from './lib/need.js';
import { installTree, loadedUnit, SYSTEMD_TOOLS, verifyUnits } from './lib/systemd.js';

const ENV = { BOOT_ORDER: 'B A', BOOT_A_LEFT: '3', BOOT_B_LEFT: '2' };
const GOOD = { ...ENV, BOOT_B_LEFT: '3' };
const UNIT = 'wdgen-commit.service';
const ash = SHELLS['busybox ash'];

function labFor(t: Test, init: Init, check: string): { machine: Lab; files: readonly Artefact[] } {
  const files = commitFiles({ platform: { kind: 'buildroot', init } });
  const machine = commitLab(t, files, ENV);
  machine.put(CHECK, `#!/bin/sh\n${check}\n`);
  return { machine, files };
}

/** The program must be there for systemd-analyze: /bin/true stands in for it. */
function unitsOf(scheme: RollbackScheme): readonly Artefact[] {
  const files = commitFiles({ platform: { kind: 'systemd', init: 'systemd' }, rollback: { scheme } });
  return files.map((file) => ({
    ...file,
    text: file.text.replace(`ExecStart=${PROGRAM}`, 'ExecStart=/bin/true'),
  }));
}

t.test('systemd: the unit is read in full, is pulled in early, and nothing waits for it', async (t) => {
  if (!need(t, SYSTEMD_TOOLS)) return;
  for (const scheme of ['rauc-uboot', 'uboot-bootcount', 'grub'] as const) {
    const root = installTree(t, unitsOf(scheme));
    t.equal(verifyUnits(root, [UNIT, 'basic.target', 'multi-user.target']), '');
    const lines = loadedUnit(root, 'multi-user.target', UNIT);
    t.ok(
      lines.some((line) => line.startsWith('WantedBy: basic.target')),
      lines.join('\n'),
    );
    t.notOk(
      lines.some((line) => /^Before: (basic|multi-user)/.test(line)),
      'no target comes after it',
    );
    t.ok(lines.some((line) => line.startsWith('After: basic.target')));
    t.ok(
      lines.includes('Runtime Max: 5min 3s') || lines.some((line) => line.includes('5min 3s')),
      lines.join('\n'),
    );
  }
  const broken = unitsOf('grub').map((file) => ({
    ...file,
    text: file.text.replace('RuntimeMax', 'RuntimeMaxi'),
  }));
  t.match(verifyUnits(installTree(t, broken), [UNIT]), 'RuntimeMaxiSec');
});

t.test('systemd: under systemd-boot it gates boot-complete.target', async (t) => {
  if (!need(t, SYSTEMD_TOOLS)) return;
  const root = installTree(t, unitsOf('systemd-boot'));
  t.equal(verifyUnits(root, [UNIT, 'boot-complete.target']), '');
  const lines = loadedUnit(root, 'boot-complete.target', 'boot-complete.target');
  t.ok(
    lines.some((line) => line.startsWith(`Requires: ${UNIT}`)),
    lines.join('\n'),
  );
  t.ok(lines.some((line) => line.startsWith(`After: ${UNIT}`)));
});

t.test('systemd: other writers are kept from running', async (t) => {
  const paths = (scheme: RollbackScheme) => unitsOf(scheme).map((file) => file.path);
  t.ok(
    paths('rauc-uboot').includes('rootfs/etc/systemd/system/rauc-mark-good.service.d/50-wdgen-commit.conf'),
  );
  t.ok(paths('grub').includes('rootfs/etc/systemd/user/grub-boot-success.timer.d/50-wdgen-commit.conf'));
  if (!need(t, SYSTEMD_TOOLS)) return;
  const path = 'rootfs/etc/systemd/system/rauc-mark-good.service';
  const unit = { path, text: '[Service]\nType=oneshot\nExecStart=/bin/true\n', mode: 0o644 } as Artefact;
  const root = installTree(t, [...unitsOf('rauc-uboot'), unit]);
  t.equal(verifyUnits(root, ['rauc-mark-good.service']), '');
});

t.test('s6-rc: the source directory', async (t) => {
  const { machine } = labFor(t, 's6-rc', '');
  const source = join(machine.root, 'etc/s6-rc/source');
  t.strictSame(checkS6rcSource(readS6rcSource(source), { external: ['mount-filesystems', 'default'] }), []);
});

t.test('s6: it runs once; after a kill it runs again', async (t) => {
  const s6 = { path: '/usr/bin/s6-supervise', debian: 's6' };
  if (!need(t, [...COMMIT_TOOLS, s6])) return;
  const service = '/etc/s6-rc/source/wdgen-commit';
  const { machine } = labFor(
    t,
    's6-rc',
    'echo run >>/tmp/runs; [ -e /tmp/again ] || { touch /tmp/again; sleep 9; }',
  );
  const kill = `for p in /proc/[0-9]*; do grep -qs ${PROGRAM} $p/cmdline && kill -9 \${p#/proc/}; done`;
  machine.put(
    'tmp/boot',
    `set +f; s6-supervise ${service} & sleep 1; ${kill}; sleep 3; s6-svstat ${service}; cat /tmp/runs`,
  );
  const { log } = await machine.run(SHELLS.dash, 'wdgen.slot=B', '/tmp/boot');
  t.match(log, 'slot B is good\n');
  t.match(log, /^down \(exitcode 0\).*\nrun\nrun\n/m);
  t.notMatch(log, 'good already', 'it is not started a third time');
  t.strictSame(machine.env(), GOOD);
});

t.test('BusyBox init starts it once', async (t) => {
  if (!need(t, COMMIT_TOOLS)) return;
  const { machine, files } = labFor(t, 'busybox', '');
  const inittab = fileOf(files, 'buildroot/inittab-commit.fragment').text;
  t.equal(inittab.split('\n').at(-2), `::once:${PROGRAM}`);
  machine.put('etc/inittab', inittab);
  const inside = 'mount -t proc proc /proc; mount --bind /cmdline /proc/cmdline; exec /bin/busybox init';
  const spaces = '-p -f -m --propagation unchanged --kill-child';
  machine.put('tmp/as-init', `unshare ${spaces} /bin/sh -c '${inside}' & sleep 2; kill -9 $!`);
  const { log } = await machine.run(SHELLS.dash, 'wdgen.slot=B', '/tmp/as-init');
  t.strictSame(machine.env(), GOOD, log);
});

t.test('SysV: in the background', async (t) => {
  if (!need(t, COMMIT_TOOLS)) return;
  const { machine } = labFor(t, 'sysv', 'sleep 1');
  const script = '/etc/init.d/S98wdgen-commit';
  machine.put(
    'tmp/rc',
    `${script} start; echo "started $?"; sleep 2; ${script} stop; echo "stopped $?"; ${script} x; echo "= $?"`,
  );
  const { log } = await machine.run(ash, 'wdgen.slot=B', '/tmp/rc');
  t.match(log, /^started 0\nwdgen-commit: slot B is good\nstopped 0\nUsage:/m);
  t.strictSame(machine.env(), GOOD);
});

const nixos = { kind: 'nixos', init: 'systemd', release: 2511 } as const;

t.test('NixOS: the module installs the same program', async (t) => {
  if (!need(t, [{ command: 'nix-instantiate', debian: 'nix-bin' }])) return;
  const evaluate = (scheme: RollbackScheme, options: string) => {
    const plan = rock64Fixture({ platform: nixos, rollback: { scheme, exhausted: 'stay-degraded' } });
    const dir = t.testdir({});
    for (const { path, text } of [...artefactsOf(commit, plan), ...artefactsOf(uboot, plan)]) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    const packages = 'coreutils gnugrep gnused grub2 libubootenv'
      .split(' ')
      .map((name) => `${name} = "/${name}";`);
    const call = `let module = import ${dir}/modules/rollback.nix {
      lib.optionalAttrs = condition: set: if condition then set else { };
      options.boot.loader.systemd-boot = ${options};
      pkgs = { ${packages.join(' ')} writeScriptBin = name: text: { outPath = "/store/\${name}"; inherit name text; }; };
    };
    in { value = module; texts = map (one: one.text or "") module.environment.systemPackages; }`;
    const env = {
      ...process.env,
      NIX_STATE_DIR: dir,
      NIX_STORE_DIR: join(dir, 'store'),
      NIX_LOG_DIR: dir,
      NIX_PATH: '',
    };
    const json = execFileSync('nix-instantiate', ['--eval', '--strict', '--json', '-E', call], {
      encoding: 'utf8',
      env,
    });
    return { ...JSON.parse(json), files: artefactsOf(commit, plan) };
  };
  const { value, texts, files } = evaluate('rauc-uboot', '{ }');
  const service = value.systemd.services['wdgen-commit'];
  const programs = ['wdgen-commit', 'wdgen-intended-reboot'].map(
    (name) => fileOf(files, `modules/${name}`).text,
  );
  t.strictSame(texts, ['', ...programs]);
  t.equal(service.serviceConfig.ExecStart, '/store/wdgen-commit/bin/wdgen-commit');
  t.match(service, {
    wantedBy: ['basic.target'],
    unitConfig: { FailureAction: 'reboot-force' },
    serviceConfig: { Type: 'exec', RuntimeMaxSec: '7min' },
  });
  t.equal(value.systemd.services['rauc-mark-good'].enable, false);
  t.match(value.environment.etc['fw_env.config'].source, /-fw_env\.config$/);
  t.notOk('boot' in value, "the boot script has the kernel's arguments");
  const old = evaluate('systemd-boot', '{ }').value;
  t.strictSame(old.boot, { kernelParams: ['panic=10', 'rootdelay=10'], loader: { 'systemd-boot': {} } });
  t.match(old.assertions, [{ assertion: false, message: /bootCounting, which this nixpkgs lacks/ }]);
  const newer = evaluate('systemd-boot', '{ bootCounting = { }; }').value;
  t.strictSame(newer.boot.loader['systemd-boot'], { bootCounting: { enable: true, tries: 3 } });
  t.strictSame(newer.systemd.targets['boot-complete'].requires, [UNIT]);
});

t.test('the BusyBox fragment names every applet of the lab', async (t) => {
  const { text } = fileOf(commitFiles(), 'buildroot/busybox-commit.config');
  const named = [...text.matchAll(/^CONFIG_([A-Z]+)=y$/gm)].map(([, name = '']) => name.toLowerCase());
  t.strictSame(named, [...APPLETS].toSorted());
});

t.test('the BusyBox fragment has only symbols that exist, and they survive', async (t) => {
  if (!need(t, busyboxTools)) return;
  const { text } = fileOf(
    commitFiles({ rollback: { scheme: 'systemd-boot' } }),
    'buildroot/busybox-commit.config',
  );
  const symbols = [...text.matchAll(/^CONFIG_(\w+)=y$/gm)].map(([, name = '']) => name);
  const fragmentText = `CONFIG_ASH=y\nCONFIG_SH_IS_ASH=y\n${text}`;
  const final = mergeBusyboxFragment({ tree: prepareBusyboxTree(), start: 'allnoconfig', fragmentText });
  t.strictSame(
    symbols.filter((name) => final.get(name) !== 'y'),
    [],
  );
});

t.test('a deferred rollback emits nothing', async (t) => {
  t.strictSame(commitFiles({ rollback: { state: 'deferred' } }), []);
});

t.test('shellcheck and three shells read every script', async (t) => {
  const tools = [
    { command: 'shellcheck', debian: 'shellcheck' },
    { command: 'dash', debian: 'dash' },
    { command: 'busybox', debian: 'busybox-static' },
  ];
  if (!need(t, tools)) return;
  const file = join(t.testdir({}), 'script');
  const schemes: readonly RollbackScheme[] = [
    'rauc-uboot',
    'rauc-bootmeth',
    'uboot-bootcount',
    'systemd-boot',
    'grub',
  ];
  const inits: readonly Init[] = ['systemd', 's6-rc', 'busybox', 'sysv'];
  const checks = [CHECK, '/opt/it\'s a "check" ; *'].map((path) => ({ kind: 'program', path }) as const);
  const unit = { kind: 'unit', name: 'network-online.target' } as const;
  const plans = schemes.flatMap((scheme) =>
    inits.map((init) => ({
      scheme,
      init,
      commit: { checks: [...checks, unit], timeoutMs: 90_500, retryMs: 100 },
    })),
  );
  for (const { scheme, init, commit } of plans)
    for (const { path, text, mode } of commitFiles({
      platform: { kind: 'buildroot', init },
      rollback: { scheme, commit },
    })) {
      if (mode !== 0o755) continue;
      writeFileSync(file, text);
      for (const [command = '', ...options] of [
        ...(init === 'systemd' || !path.includes('libexec') ? [['shellcheck', '-s', 'sh']] : []),
        ['dash', '-n'],
        ['busybox', 'ash', '-n'],
        ['bash', '--posix', '-n'],
      ]) {
        const { status, stdout, stderr } = spawnSync(command, [...options, file], { encoding: 'utf8' });
        t.equal(status, 0, `${command}: ${scheme} ${path} ${stdout}${stderr}`);
      }
    }
});
