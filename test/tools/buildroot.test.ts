// buildroot/: the external tree. With BUILDROOT_DIR in Buildroot's own Kconfig, checker and Makefiles; else, and besides,
// its Config.in by kconfiglib and its rules by GNU make, with stand-ins for the rest of Buildroot.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t, { type Test } from 'tap';
import { refusalOf } from '../lib/recipes.js';
import { root, wdgen } from '../lib/wdgen.js';
import { configure, external, kconfigTools, make, prepareOutput } from './lib/buildroot.js';
import { kernelTools, prepareKernelTree } from './lib/kconfig.js';
import { need } from './lib/need.js';

const P = 'BR2_PACKAGE_WDGEN_WATCHDOG';
const BUILD = 'BR2_PACKAGE_HOST_UBOOT_TOOLS';

t.test('Config.in: what is asked, and what follows', async (t) => {
  if (!need(t, kconfigTools)) return;
  const off = configure({});
  t.strictSame(off.warnings, []);
  t.equal(off.values[P], 'n');
  t.notOk(
    Object.keys(off.values).some((name) => name.startsWith(`${P}_`)),
    'nothing is asked while it is off',
  );

  const { values } = configure({ [P]: 'y' });
  t.match(values, { [`${P}_GENERATE`]: 'y', [`${P}_FEEDER_BUSYBOX`]: 'y', [`${P}_AUDIT`]: 'y' });
  t.match(values, { [`${P}_SPEC`]: '', [`${P}_TARGET`]: '', [`${P}_COMMAND`]: '' });
  t.notOk(Object.hasOwn(values, `${P}_TREE_DIR`), 'the committed tree is asked for with one only');
  t.ok(Object.hasOwn(configure({ [P]: 'y', [`${P}_COMMITTED`]: 'y' }).values, `${P}_TREE_DIR`));
});

t.test('Config.in: the feeder', async (t) => {
  if (!need(t, kconfigTools)) return;
  const systemd = configure({ [P]: 'y', BR2_INIT_SYSTEMD: 'y' }).values;
  t.equal(systemd[`${P}_FEEDER_SYSTEMD`], 'y', 'under systemd it is PID 1');
  const daemon = configure({ [P]: 'y', [`${P}_FEEDER_WATCHDOGD`]: 'y' }).values;
  t.equal(daemon['BR2_PACKAGE_WATCHDOGD'], 'y', 'watchdogd is selected');
  for (const rival of ['BR2_PACKAGE_BUSYBOX_WATCHDOG', 'BR2_PACKAGE_WATCHDOG'])
    t.not(configure({ [P]: 'y', [rival]: 'y' }).values[P], 'y', `${rival} would be a second feeder`);
});

t.test('Config.in: U-Boot, s6-rc and Node.js of the host', async (t) => {
  if (!need(t, kconfigTools)) return;
  const { values } = configure({
    [P]: 'y',
    [`${P}_UBOOT`]: 'y',
    [`${P}_HOST_NODEJS`]: 'y',
    [`${P}_S6_RC`]: 'y',
    BR2_PACKAGE_S6_RC: 'y',
  });
  t.match(values, { [BUILD]: 'y', [`${BUILD}_BOOT_SCRIPT`]: 'y', [`${BUILD}_ENVIMAGE`]: 'y' });
  t.equal(values[`${BUILD}_BOOT_SCRIPT_SOURCE`], '$(WDGEN_TREE)/u-boot/boot.cmd');
  t.equal(values[`${BUILD}_ENVIMAGE_SOURCE`], '$(WDGEN_TREE)/u-boot/env.txt');
  t.match(values, { BR2_PACKAGE_HOST_S6_RC: 'y', BR2_PACKAGE_HOST_NODEJS: 'y' });
  const without = configure({ [P]: 'y' }).values;
  t.notOk(Object.hasOwn(without, `${P}_S6_RC`), 'no s6-rc, no database');
});

/** An output folder for a target of the examples, with the kernel's own merge_config.sh where Buildroot has its copy. */
function prepared(t: Test, target: string, config: Record<string, string> = {}): string | undefined {
  if (!need(t, kernelTools)) return undefined;
  const folder = t.testdir({ build: { linux: {}, busybox: {}, uboot: {} }, target: {} });
  prepareOutput(
    folder,
    {
      [`${P}_SPEC`]: '"$(BR2_EXTERNAL_WDGEN_PATH)/../examples/watchdog.toml"',
      [`${P}_TARGET`]: `"${target}"`,
      [`${P}_COMMITTED`]: 'y',
      [`${P}_TREE_DIR`]: '"$(BR2_EXTERNAL_WDGEN_PATH)/../examples/generated"',
      [`${P}_FEEDER_BUSYBOX`]: 'y',
      BR2_PACKAGE_BUSYBOX: 'y',
      BR2_LINUX_KERNEL: 'y',
      ...config,
    },
    join(prepareKernelTree(), 'scripts/kconfig/merge_config.sh'),
  );
  return folder;
}

t.test('make: a committed tree: kernel, BusyBox and root file system', async (t) => {
  const folder = prepared(t, 'fortros-node');
  if (folder === undefined) return;
  writeFileSync(join(folder, 'build/linux/.config'), 'CONFIG_WATCHDOG=m\nCONFIG_NET=y\n');
  writeFileSync(join(folder, 'build/busybox/.config'), '# CONFIG_WATCHDOG is not set\n');
  const run = make(folder, ['linux', 'busybox-config', 'wdgen-watchdog']);
  t.equal(run.status, 0, run.stderr + run.stdout);
  const linux = readFileSync(join(folder, 'build/linux/.config'), 'utf8');
  t.match(linux, /^CONFIG_NET=y$/m);
  t.match(linux, /^CONFIG_ITCO_WDT=y$/m);
  t.notMatch(linux, /^CONFIG_WATCHDOG=m$/m, 'the fragment wins');
  t.match(readFileSync(join(folder, 'build/busybox/.config'), 'utf8'), /^CONFIG_WATCHDOG=y$/m);
  t.ok(existsSync(join(folder, 'target/etc/s6-rc/source/watchdog-feeder/run')));
});

const MACHINE = '[target.d]\nboard = "dell-optiplex"\nplatform = "buildroot"\ninit = "sysv"\n';

/** Writes a spec with one target, `d`, and generates its tree where the configuration of `prepared` takes it from. */
function generated(t: Test, folder: string, watchdog: string, machine = MACHINE): void {
  writeFileSync(join(folder, 'watchdog.toml'), `schema = 1\n${machine}[target.d.watchdog]\n${watchdog}\n`);
  const { exit, stderr } = wdgen(['generate'], folder);
  t.equal(exit, 0, stderr);
}
const GENERATED = { [`${P}_TREE_DIR`]: '"$(O)/generated"' };
const DEFERRED =
  'feeder = { deferred = "busybox" }\nruntime = { deferred = "30s" }\ndeferral = { reason = "r", gate = ["rehearsal"] }';

t.test('make: a tree that has nothing for the image', async (t) => {
  const folder = prepared(t, 'd', GENERATED);
  if (folder === undefined) return;
  generated(t, folder, DEFERRED);
  t.notOk(existsSync(join(folder, 'generated/d/rootfs')));
  const run = make(folder, ['wdgen-watchdog']);
  t.equal(run.status, 0, run.stderr);
});

t.test('make: what the tree does not have any more leaves the root file system', async (t) => {
  const folder = prepared(t, 'd', GENERATED);
  if (folder === undefined) return;
  const install = () => t.equal(make(folder, ['wdgen-watchdog']).status, 0);
  const target = join(folder, 'target');
  const script = join(target, 'etc/init.d/S02watchdog-feeder');
  generated(t, folder, 'feeder = { active = "busybox" }\nruntime = { active = "30s" }');
  install();
  t.ok(existsSync(script));
  writeFileSync(join(target, 'etc/init.d/S01other'), '');
  install();
  t.ok(existsSync(script), 'what is still there stays');

  generated(t, folder, DEFERRED);
  install();
  t.strictSame(readdirSync(join(target, 'etc/init.d')), ['S01other'], 'only its own file is gone');
  writeFileSync(script, '');
  install();
  t.ok(existsSync(script), 'and it is removed once: somebody else may have one of that name');

  const s6 = MACHINE.replace('sysv', 's6-rc');
  generated(t, folder, 'feeder = { active = "busybox" }\nruntime = { active = "30s" }', s6);
  install();
  t.ok(existsSync(join(target, 'etc/s6-rc/source/watchdog-feeder/run')));
  generated(t, folder, DEFERRED, s6);
  install();
  t.notOk(existsSync(join(target, 'etc/s6-rc')), 'folders that are empty then as well');
});

t.test('make: generated by the wdgen that the tree is a part of', async (t) => {
  const folder = prepared(t, 'fortros-node', { [`${P}_COMMITTED`]: '', [`${P}_GENERATE`]: 'y' });
  if (folder === undefined) return;
  const run = make(folder, ['linux']);
  t.equal(run.status, 0, run.stderr + run.stdout);
  const out = join(folder, 'build/host-wdgen-watchdog/generated');
  const args = [
    'generate',
    '--check',
    '--spec',
    'examples/watchdog.toml',
    '--target',
    'fortros-node',
    '--out',
    out,
  ];
  t.equal(wdgen(args, root).exit, 0, 'before the kernel is configured');
  t.match(readFileSync(join(folder, 'build/linux/.config'), 'utf8'), /ITCO_WDT=y/);
});

t.test(
  'make: the finished root file system: s6-rc database and audit, with all their arguments',
  async (t) => {
    const folder = prepared(t, 'fortros-node', {
      [`${P}_S6_RC`]: 'y',
      [`${P}_AUDIT`]: 'y',
      [`${P}_COMMAND`]: '"$(O)/wdgen"',
      BR2_TARGET_UBOOT: 'y',
    });
    if (folder === undefined) return;
    mkdirSync(join(folder, 'host/bin'), { recursive: true });
    mkdirSync(join(folder, 'target/etc/s6-rc/compiled'), { recursive: true });
    for (const name of ['host/bin/s6-rc-compile', 'wdgen']) {
      writeFileSync(join(folder, name), `#!/bin/sh\necho "RUN \${0##*/} $*"\n`);
      chmodSync(join(folder, name), 0o755);
    }
    const { status, stdout, stderr } = make(folder, ['wdgen-watchdog', 'rootfs']);
    t.equal(status, 0, stderr);
    t.match(stdout, 'package host-s6-rc', 'the compiler is built before');
    const ran = stdout.split('\n').filter((line) => line.startsWith('RUN '));
    t.strictSame(ran, [
      `RUN s6-rc-compile ${folder}/target/etc/s6-rc/compiled ${folder}/target/etc/s6-rc/source`,
      `RUN wdgen audit --spec ${external}/../examples/watchdog.toml --target fortros-node --rootfs ${folder}/target` +
        ` --kernel-config ${folder}/build/linux/.config --uboot-config ${folder}/build/uboot/.config`,
    ]);
    t.equal(refusalOf(ran[1]?.split(' ').slice(2) ?? []), null, 'which wdgen takes');
    t.notOk(existsSync(join(folder, 'target/etc/s6-rc/compiled')), 'the old database is gone before');
    writeFileSync(join(folder, '.config'), `${readFileSync(join(folder, '.config'), 'utf8')}${P}_UBOOT=y\n`);
    t.match(make(folder, ['rootfs']).stdout, `--boot-script ${folder}/images/boot.scr`, 'as it was built');
    writeFileSync(join(folder, 'wdgen'), '#!/bin/sh\nexit 1\n');
    t.not(make(folder, ['rootfs']).status, 0, 'findings stop the build');
  },
);

t.test('make: lines for the inittab', async (t) => {
  const folder = prepared(t, 'rm1');
  if (folder === undefined) return;
  mkdirSync(join(folder, 'target/etc'));
  t.match(make(folder, ['rootfs']).stderr, /wants an \/etc\/inittab, and there is none/);
  writeFileSync(join(folder, 'target/etc/inittab'), '::sysinit:/etc/init.d/rcS');
  t.equal(make(folder, ['rootfs']).status, 0);
  const fragment = readFileSync(
    join(root, 'examples/generated/rm1/buildroot/inittab-schedule.fragment'),
    'utf8',
  );
  t.equal(readFileSync(join(folder, 'target/etc/inittab'), 'utf8'), `::sysinit:/etc/init.d/rcS\n${fragment}`);
});

t.test('make: U-Boot gets its options, boot script and environment', async (t) => {
  const folder = prepared(t, 'rock64', {
    [`${P}_UBOOT`]: 'y',
    [`${P}_FEEDER_BUSYBOX`]: '',
    [`${P}_FEEDER_NONE`]: 'y',
    BR2_TARGET_UBOOT: 'y',
    BR2_TARGET_UBOOT_BUILD_SYSTEM_KCONFIG: 'y',
    [`${BUILD}_BOOT_SCRIPT_SOURCE`]: '"$(WDGEN_TREE)/u-boot/boot.cmd"',
    [`${BUILD}_ENVIMAGE_SOURCE`]: '"$(WDGEN_TREE)/u-boot/env.txt"',
  });
  if (folder === undefined) return;
  const { status, stdout, stderr } = make(folder, ['uboot', 'host-uboot-tools']);
  t.equal(status, 0, stderr);
  t.match(stdout, "U-Boot's own fixups", 'which stay');
  t.match(readFileSync(join(folder, 'build/uboot/.config'), 'utf8'), /^CONFIG_ENV_OFFSET=0x3f8000$/im);
  for (const line of ['boot script', 'environment'])
    t.ok(existsSync(new RegExp(`^${line} (.*)$`, 'm').exec(stdout)?.[1] ?? ''), line);
});

t.test('make: what is missing is said before anything is built', async (t) => {
  for (const [name, words] of [
    [`${P}_TARGET`, /_TARGET is empty: name the target/],
    [`${P}_SPEC`, /_SPEC is empty: it is wanted to generate and to audit/],
  ] as const) {
    const folder = prepared(t, 'fortros-node', { [name]: '""', [`${P}_AUDIT`]: 'y' });
    if (folder === undefined) return;
    t.match(make(folder, ['linux']).stderr, words);
  }
});

t.test('make: a tree for another configuration is refused', async (t) => {
  const folder = prepared(t, 'd', GENERATED);
  if (folder === undefined) return;
  const said = () => make(folder, ['host-wdgen-watchdog']).stderr;
  t.match(said(), /no generated tree in .*Run: wdgen generate/);
  generated(t, folder, 'feeder = { active = "busybox" }\nruntime = { active = "30s" }');
  t.equal(said(), '');
  mkdirSync(join(folder, 'generated/d/buildroot'), { recursive: true });
  const wanted = '# x\nBR2_A="a b"\nBR2_TARGET_UBOOT_CONFIG_FRAGMENT_FILES="x"\nBR2_B=y\n';
  writeFileSync(join(folder, 'generated/d/buildroot/defconfig.fragment'), wanted);
  const config = join(folder, '.config');
  writeFileSync(config, `${readFileSync(config, 'utf8')}BR2_B=yes\n`);
  t.match(said(), /the configuration lacks what .*defconfig\.fragment asks for:\nBR2_A="a b"\nBR2_B=y\n/);
  writeFileSync(
    join(folder, '.config'),
    `${readFileSync(join(folder, '.config'), 'utf8')}BR2_A="a b"\nBR2_B=y\n`,
  );
  t.equal(said(), '');
});

/** How the menu names the feeders. */
const FEEDERS = ['busybox', 'systemd', 'watchdogd', 'application', 'none'];

t.test('check-tree: the feeder of the menu is that of the tree', async (t) => {
  const folder = t.testdir({ '.config': '' });
  const check = (feeder: string) => {
    const command = join(external, 'package/wdgen-watchdog/check-tree');
    const args = [join(folder, 'generated/d'), join(folder, '.config'), feeder];
    return spawnSync(command, args, { encoding: 'utf8' }).stderr;
  };
  const taken = () => FEEDERS.filter((feeder) => check(feeder) === '');
  for (const init of ['sysv', 's6-rc', 'systemd'])
    for (const feeder of ['busybox', 'systemd', 'watchdogd', 'application']) {
      if (feeder === 'systemd' && init !== 'systemd') continue;
      const machine = MACHINE.replace('sysv', init);
      const name = feeder === 'application' ? 'application:mine' : feeder;
      writeFileSync(join(folder, '.config'), '');
      generated(t, folder, `feeder = { active = "${name}" }\nruntime = { active = "30s" }`, machine);
      t.strictSame(taken(), [feeder], `${feeder} under ${init}`);
      writeFileSync(join(folder, '.config'), 'BR2_PACKAGE_WATCHDOGD=y\n');
      t.strictSame(taken(), feeder === 'watchdogd' ? [feeder] : [], `${feeder} and the package watchdogd`);
      generated(t, folder, DEFERRED.replace('"busybox"', `"${name}"`), machine);
      t.match(check('none'), /BR2_PACKAGE_WATCHDOGD starts watchdogd by itself/);
      writeFileSync(join(folder, '.config'), '');
      t.strictSame(taken(), [feeder, 'none'], `${feeder} under ${init}, deferred`);
    }
});

t.test("the example's overlay makes its s6-rc source whole", async (t) => {
  const folder = t.testdir({ target: {} });
  const target = join(folder, 'target');
  const judge = () =>
    wdgen(['audit', '--spec', 'examples/watchdog.toml', '--target', 'fortros-node', '--rootfs', target], root)
      .stderr;
  cpSync(join(root, 'examples/generated/fortros-node/rootfs'), target, { recursive: true });
  t.match(judge(), 's6-rc source is wrong', 'by itself it is not');
  cpSync(join(external, 'board/fortros-node/overlay'), target, { recursive: true });
  t.notMatch(judge(), 's6-rc source is wrong');
});

t.test('the scripts, as shellcheck sees them', async (t) => {
  if (!need(t, [{ command: 'shellcheck', debian: 'shellcheck' }])) return;
  const folder = join(external, 'package/wdgen-watchdog');
  const scripts = ['check-tree', 'finish-rootfs', 'remove-stale'].map((name) => join(folder, name));
  const { status, stdout } = spawnSync('shellcheck', scripts, { encoding: 'utf8' });
  t.equal(status, 0, stdout);
});

t.test('with Buildroot itself: its checker, its Kconfig, its Makefiles', async (t) => {
  const buildroot = process.env['BUILDROOT_DIR'];
  if (buildroot === undefined) return t.pass('is loaded', { skip: 'BUILDROOT_DIR does not name a checkout' });
  const files = readdirSync(external, { recursive: true, encoding: 'utf8' })
    .filter((name) => /Config\.in|\.mk$|\.desc$|_defconfig$|check-tree|finish-rootfs|remove-stale/.test(name))
    .map((name) => join(external, name));
  const checked = spawnSync(join(buildroot, 'utils/check-package'), ['-b', ...files], { encoding: 'utf8' });
  t.match(checked.stderr + checked.stdout, /0 warnings generated/);
  const out = t.testdir({});
  const run = (targets: readonly string[]) =>
    spawnSync('make', ['-s', '-C', buildroot, `O=${out}`, `BR2_EXTERNAL=${external}`, ...targets], {
      encoding: 'utf8',
    });
  const loaded = run(['wdgen_fortros_node_defconfig']);
  t.equal(loaded.status, 0, loaded.stderr);
  const config = readFileSync(join(out, '.config'), 'utf8');
  t.match(config, /^BR2_PACKAGE_WDGEN_WATCHDOG_TARGET="fortros-node"$/m);
  t.match(config, /^BR2_PACKAGE_HOST_S6_RC=y$/m);
  const told = run([
    'printvars',
    'VARS=ROOTFS_PRE_CMD_HOOKS LINUX_KCONFIG_FIXUP_CMDS WDGEN_WATCHDOG_TREE',
  ]).stdout;
  t.match(told, /ROOTFS_PRE_CMD_HOOKS=.*WDGEN_WATCHDOG_FINISH_ROOTFS WDGEN_WATCHDOG_AUDIT_ROOTFS/);
  t.match(told, /for fragment in \S*fortros-node\/kernel\/watchdog\.config; do/);
});
