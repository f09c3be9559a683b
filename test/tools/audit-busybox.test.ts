// A BusyBox image as Buildroot lays it out, with Debian's BusyBox, a boot script packed by mkimage, and the generated
// files: clean as a folder, a tar and a squashfs image, and each planted defect is found in its file and line.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t from 'tap';
import { audited, brief, type Defect, plantEach } from '../audit/lib/plant.js';
import { TreeEdit } from '../audit/lib/tree-edit.js';
import { wdgen } from '../lib/wdgen.js';
import { need } from './lib/need.js';

const SPEC = `schema = 1
[target.gate]
board = "rock64"
platform = "buildroot"
init = "busybox"
[target.gate.kernel]
version = "6.12"
[target.gate.watchdog]
feeder = { active = "busybox" }
runtime = { active = "20s" }
pet = { active = "5s" }
nowayout = { active = true }
[target.gate.rollback]
state = "active"
scheme = "rauc-uboot"
uboot = "2025.10"
order = ["A", "B"]
tries = 3
exhausted = "refill-once"
[target.gate.rollback.slot.A]
from = "mmc 1:2"
kernel = "boot/Image"
root = "PARTLABEL=root-a"
device = "/dev/mmcblk1p2"
[target.gate.rollback.slot.B]
from = "mmc 1:3"
kernel = "boot/Image"
root = "PARTLABEL=root-b"
device = "/dev/mmcblk1p3"
[target.gate.rollback.environment]
medium = "mmc"
device = "/dev/mmcblk1"
uboot = "mmc 1"
offset = "0x3f8000"
redundant-offset = "0x3f0000"
size = "0x8000"
[target.gate.rollback.commit]
checks = ["/usr/libexec/check-modem"]
timeout = "2min"
[target.gate.retention.log]
state = "active"
path = "/data/log/modem"
keep = "7d"
every = "1h"
`;

const INITTAB = `::sysinit:/bin/mount -t proc proc /proc
::sysinit:/etc/init.d/rcS
ttyS2::respawn:/sbin/getty -L ttyS2 1500000 vt100
`;

const RCS = `#!/bin/sh
for i in /etc/init.d/S??*; do
	[ -x "$i" ] && $i start
done
`;

const INITTAB_PATH = 'root/etc/inittab';
const FEEDER = '/usr/libexec/wdgen/watchdog-feeder';
const CROND = '/usr/sbin/crond';

/** Packs a boot script as Buildroot does. */
function pack(folder: string): void {
  const args = ['-A', 'arm64', '-T', 'script', '-C', 'none', '-d', 'boot.cmd', 'boot.scr'];
  execFileSync('mkimage', args, { cwd: folder, stdio: 'ignore' });
}

/** Changes the script and packs it again. */
function script(from: string | RegExp, to: string): (tree: TreeEdit) => void {
  return (tree) => {
    tree.replace('boot.cmd', from, to);
    tree.write('boot.scr', readFileSync(join(tree.root, 'boot.scr')));
    pack(tree.root);
  };
}

const DEFECTS: readonly Defect[] = [
  {
    name: 'the line of the feeder is missing',
    plant: (tree) => tree.replace(INITTAB_PATH, `::respawn:${FEEDER}\n`, ''),
    ...{ code: 'WD1207', file: INITTAB_PATH, line: 1, also: ['WD1221'] },
  },
  {
    name: "the part of RAUC's configuration has other tries",
    plant: (tree) => tree.replace('root/etc/rauc/system.conf', 'boot-attempts=3', 'boot-attempts=5'),
    ...{ code: 'WD1242', file: 'root/etc/rauc/system.conf', line: 'boot-attempts=5', also: ['WD1207'] },
  },
  {
    name: 'more tries than a digit holds',
    plant: (tree) =>
      tree.replace('root/etc/rauc/system.conf', 'boot-attempts-primary=3', 'boot-attempts-primary=12'),
    ...{
      code: 'WD1249',
      file: 'root/etc/rauc/system.conf',
      line: 'boot-attempts-primary=12',
      also: ['WD1207', 'WD1242'],
    },
  },
  {
    name: 'RAUC has another slot',
    plant: (tree) => tree.replace('root/etc/rauc/system.conf', 'bootname=B', 'bootname=C'),
    ...{ code: 'WD1245', file: 'root/etc/rauc/system.conf', line: 'bootname=C', also: ['WD1207'] },
  },
  {
    name: "Buildroot's S15watchdog feeds as well",
    plant: (tree) =>
      tree.write(
        'root/etc/init.d/S15watchdog',
        '#!/bin/sh\ncase "$1" in\n  start)\n\twatchdog -t 5 /dev/watchdog\n\t;;\n  stop)\n\t;;\nesac\n',
        0o755,
      ),
    ...{ code: 'WD1220', file: 'root/etc/init.d/S15watchdog', line: 4 },
  },
  {
    name: 'an inittab line feeds as well',
    plant: (tree) =>
      tree.replace(INITTAB_PATH, 'ttyS2::', '::respawn:/sbin/watchdog -F -T 20 -t 5 /dev/watchdog\nttyS2::'),
    ...{ code: 'WD1220', file: INITTAB_PATH, line: '/sbin/watchdog -F' },
  },
  {
    name: 'BusyBox was built without the applet',
    plant: (tree) => {
      const bytes = readFileSync(join(tree.root, 'root/bin/busybox'));
      const at = bytes.indexOf('\0watchdog\0');
      bytes.write('watchdoh', at + 1, 'latin1');
      tree.write('root/bin/busybox', bytes, 0o755);
    },
    ...{ code: 'WD1225', file: `root${FEEDER}`, line: 'exec watchdog' },
  },
  {
    name: 'crond is missing',
    plant: (tree) => {
      const bytes = readFileSync(join(tree.root, 'root/bin/busybox'));
      bytes.write('crone', bytes.indexOf('\0crond\0') + 1, 'latin1');
      tree.write('root/bin/busybox', bytes, 0o755);
      tree.remove(`root${CROND}`);
    },
    ...{ code: 'WD1225', file: 'root/bin/busybox', line: 1 },
  },
  {
    name: 'the schedule is not executable',
    plant: (tree) => tree.chmod('root/etc/init.d/S91wdgen-schedule', 0o644),
    ...{ code: 'WD1203', file: 'root/etc/init.d/S91wdgen-schedule', line: 1, also: ['WD1202'] },
  },
  {
    name: "a line of root's crontab, and no crond",
    plant: (tree) => {
      tree.write('root/var/spool/cron/crontabs/root', '# min hour\n*/5 * * * * /bin/sync\n');
      tree.remove('root/etc/init.d/S91wdgen-schedule');
    },
    ...{
      code: 'WD1260',
      file: 'root/var/spool/cron/crontabs/root',
      line: 2,
      also: ['WD1200', 'WD1207', 'WD1204', 'WD1203'],
    },
  },
  {
    name: 'the environment lies elsewhere in U-Boot',
    plant: (tree) => tree.replace('uboot', 'CONFIG_ENV_OFFSET=0x3f8000', 'CONFIG_ENV_OFFSET=0x400000'),
    ...{ code: 'WD1240', file: 'root/etc/fw_env.config', line: '0x3f8000', also: ['WD1246'] },
  },
  {
    name: 'U-Boot keeps one copy of the environment',
    plant: (tree) => tree.replace('uboot', 'CONFIG_ENV_REDUNDANT=y', '# CONFIG_ENV_REDUNDANT is not set'),
    ...{ code: 'WD1240', file: 'root/etc/fw_env.config', line: '0x3f0000', also: ['WD1246'] },
  },
  {
    name: 'the environment has another size',
    plant: (tree) => tree.replace('uboot', 'CONFIG_ENV_SIZE=0x8000', 'CONFIG_ENV_SIZE=0x2000'),
    ...{ code: 'WD1240', file: 'root/etc/fw_env.config', line: '0x8000', also: ['WD1246'] },
  },
  {
    name: 'U-Boot was built without booti',
    plant: (tree) => tree.replace('uboot', 'CONFIG_CMD_BOOTI=y', '# CONFIG_CMD_BOOTI is not set'),
    ...{ code: 'WD1246', file: 'uboot', line: 'CMD_BOOTI', also: ['WD1241'] },
  },
  {
    name: 'the boot script refills another number',
    plant: script('setenv BOOT_B_LEFT 3', 'setenv BOOT_B_LEFT 2'),
    ...{ code: 'WD1242', file: 'boot.scr', line: 'BOOT_B_LEFT 2', also: ['WD1244'] },
  },
  {
    name: 'the boot script is an old one',
    plant: script('sleep 60', 'sleep 30'),
    ...{ code: 'WD1244', file: 'boot.scr', line: 'sleep 30' },
  },
  {
    name: 'the boot script is damaged',
    plant: (tree) => {
      const bytes = readFileSync(join(tree.root, 'boot.scr'));
      bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200);
      tree.write('boot.scr', bytes);
    },
    ...{ code: 'WD1243', file: 'boot.scr', line: 1 },
  },
  {
    name: 'fw_env.config is not there',
    plant: (tree) => tree.remove('root/etc/fw_env.config'),
    ...{ code: 'WD1247', file: 'root/etc/rauc/system.conf', line: 'bootloader=uboot', also: ['WD1200'] },
  },
  {
    name: 'nothing marks a slot good',
    plant: (tree) => tree.replace(INITTAB_PATH, '::once:/usr/libexec/wdgen/commit\n', ''),
    ...{ code: 'WD1250', file: 'boot.scr', line: 'BOOT_ORDER', also: ['WD1207'] },
  },
  {
    name: 'a start script marks it good without asking',
    plant: (tree) =>
      tree.write('root/etc/init.d/S99good', '#!/bin/sh\nsleep 5\nrauc status mark-good\n', 0o755),
    ...{ code: 'WD1251', file: 'root/etc/init.d/S99good', line: 3, also: ['WD1252'] },
  },
  {
    name: 'a second program marks it good after a check',
    plant: (tree) =>
      tree.write(
        'root/etc/init.d/S98good',
        '#!/bin/sh\nping -c 1 10.0.0.1 && fw_setenv BOOT_A_LEFT 3\n',
        0o755,
      ),
    ...{ code: 'WD1252', file: 'root/etc/init.d/S98good', line: 2 },
  },
  {
    name: 'the kernel lost the driver',
    plant: (tree) => tree.replace('kernel', 'CONFIG_DW_WATCHDOG=y', 'CONFIG_DW_WATCHDOG=m'),
    ...{ code: 'WD1210', file: 'kernel', line: 'DW_WATCHDOG=m', also: ['WD1211'] },
  },
  {
    name: 'nowayout is taken back on the command line',
    plant: (tree) =>
      tree.write(
        'root/boot/extlinux/extlinux.conf',
        'label a\n  kernel /boot/Image\n  append dw_wdt.nowayout=0 panic=10\n',
      ),
    ...{ code: 'WD1213', file: 'root/boot/extlinux/extlinux.conf', line: 3 },
  },
  {
    name: 'a health check is missing from the image',
    plant: (tree) => tree.remove('root/usr/libexec/wdgen/commit'),
    ...{ code: 'WD1200', file: 'root/usr/libexec/wdgen/commit', line: 1, also: ['WD1204', 'WD1250'] },
  },
];

function build(work: string): void {
  const folder = join(work, 'root');
  const put = (path: string, text: string, mode = 0o644) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    chmodSync(join(folder, path), mode);
  };
  mkdirSync(join(folder, 'bin'), { recursive: true });
  cpSync('/bin/busybox', join(folder, 'bin/busybox'), { dereference: true });
  for (const applet of execFileSync('/bin/busybox', ['--list-full'], { encoding: 'utf8' })
    .trim()
    .split('\n')) {
    mkdirSync(dirname(join(folder, applet)), { recursive: true });
    if (!existsSync(join(folder, applet))) symlinkSync('/bin/busybox', join(folder, applet));
  }
  const generated = join(work, 'generated', 'gate');
  cpSync(join(generated, 'rootfs'), folder, { recursive: true });
  const fragments = readdirSync(join(generated, 'buildroot')).filter((name) => name.startsWith('inittab'));
  const lines = fragments.map((name) => readFileSync(join(generated, 'buildroot', name), 'utf8'));
  put('etc/inittab', INITTAB + lines.join(''));
  put('etc/init.d/rcS', RCS, 0o755);
  put('usr/libexec/check-modem', '#!/bin/sh\nping -c 1 10.0.0.1\n', 0o755);
  const rauc = readFileSync(join(generated, 'rauc/system.conf.part'), 'utf8');
  put('etc/rauc/system.conf', `[system]\ncompatible=gate\n\n${rauc}`);
  cpSync(join(generated, 'u-boot/boot.cmd'), join(work, 'boot.cmd'));
  pack(work);
  cpSync(join(generated, 'kernel/watchdog.config'), join(work, 'kernel'));
  cpSync(join(generated, 'u-boot/uboot.config'), join(work, 'uboot'));
}

t.test('a BusyBox image', async (t) => {
  const tools = [
    { path: '/bin/busybox', debian: 'busybox-static' },
    { command: 'mkimage', debian: 'u-boot-tools' },
    { command: 'mksquashfs', debian: 'squashfs-tools' },
    { command: 'mkfs.ext4', debian: 'e2fsprogs' },
    { command: 'tar', debian: 'tar' },
  ];
  if (!need(t, tools)) return;
  const work = mkdtempSync(join(tmpdir(), 'wdgen-audit-test-'));
  t.teardown(() => rmSync(work, { recursive: true, force: true }));
  writeFileSync(join(work, 'watchdog.toml'), SPEC);
  t.equal(wdgen(['generate'], work).exit, 0);
  build(work);
  const at = (name: string) => join(work, name);
  const what = {
    ...{ spec: at('watchdog.toml'), targets: ['gate'], rootfs: at('root') },
    ...{ kernelConfig: at('kernel'), ubootConfig: at('uboot'), bootScript: at('boot.scr') },
  };

  await t.test('planted defects', async (t) => plantEach(t, work, what, DEFECTS));

  await t.test('the same tree as an image file', async (t) => {
    const run = (command: string, args: readonly string[]) =>
      execFileSync(command, args, { cwd: work, stdio: 'ignore' });
    run('tar', ['-C', 'root', '-czf', 'root.tar.gz', '.']);
    run('mksquashfs', ['root', 'root.squashfs', '-quiet', '-no-progress']);
    run('truncate', ['-s', '16M', 'root.ext4']);
    run('mkfs.ext4', ['-q', '-d', 'root', 'root.ext4']);
    const left = () => readdirSync(tmpdir()).filter((name) => /^wdgen-audit-(?!test-)/.test(name));
    const before = left();
    for (const name of ['root.tar.gz', 'root.squashfs', 'root.ext4']) {
      t.strictSame(brief(await audited({ ...what, rootfs: at(name) })), [], name);
      const tree = new TreeEdit(work);
      tree.replace('kernel', 'CONFIG_DW_WATCHDOG=y', '# CONFIG_DW_WATCHDOG is not set');
      const [found] = await audited({ ...what, rootfs: at(name) });
      t.equal(found?.code, 'WD1210', `${name} is really judged`);
      tree.restore();
    }
    t.strictSame(left(), before, 'what was unpacked is removed');
    writeFileSync(at('cut.squashfs'), readFileSync(at('root.squashfs')).subarray(0, 4000));
    const [cut] = await audited({ ...what, rootfs: at('cut.squashfs') });
    t.equal(cut?.code, 'WD0008', 'half an image is refused');
    t.strictSame(left(), before, 'and leaves nothing');
  });
});
