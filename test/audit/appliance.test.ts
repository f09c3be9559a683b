// A tree that never saw wdgen, in the style of an A/B appliance with RAUC and U-Boot: sound, it is clean without a spec;
// each contradiction that is planted in it is found, and nothing else is.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t from 'tap';
import { type Defect, plantEach } from './lib/plant.js';

/** Programs that the image has; what is in them does not matter. */
const PROGRAMS = [
  '/bin/sh',
  '/usr/bin/gatewayd',
  '/usr/bin/rauc',
  '/usr/bin/mmcli',
  '/usr/lib/systemd/systemd',
];

const UNITS = 'root/usr/lib/systemd/system';
const ETC = 'root/etc/systemd/system';
const CONF = 'root/etc/systemd/system.conf.d';

const DEFECTS: readonly Defect[] = [
  {
    name: 'RAUC refills five tries, the script three',
    plant: (tree) =>
      tree.replace('root/etc/rauc/system.conf', 'bootloader=uboot', 'bootloader=uboot\nboot-attempts=5'),
    ...{ code: 'WD1242', file: 'root/etc/rauc/system.conf', line: 'boot-attempts=5' },
  },
  {
    name: "the script gives four tries, RAUC's default is three",
    plant: (tree) => tree.replace('boot.cmd', '|| setenv BOOT_B_LEFT 3', '|| setenv BOOT_B_LEFT 4'),
    ...{ code: 'WD1242', file: 'boot.cmd', line: 4 },
  },
  {
    name: 'the second slot has another name in RAUC',
    plant: (tree) => tree.replace('root/etc/rauc/system.conf', 'bootname=B', 'bootname=system1'),
    ...{ code: 'WD1245', file: 'root/etc/rauc/system.conf', line: 'bootname=system1' },
  },
  {
    name: 'the board has no setexpr',
    plant: (tree) => tree.replace('uboot.config', 'CONFIG_CMD_SETEXPR=y', '# CONFIG_CMD_SETEXPR is not set'),
    ...{ code: 'WD1241', file: 'boot.cmd', line: 'setexpr BOOT_A_LEFT' },
  },
  {
    name: 'U-Boot has one copy of its environment',
    plant: (tree) =>
      tree.replace(
        'uboot.config',
        'CONFIG_SYS_REDUNDAND_ENVIRONMENT=y',
        '# CONFIG_SYS_REDUNDAND_ENVIRONMENT is not set',
      ),
    ...{ code: 'WD1240', file: 'root/etc/fw_env.config', line: 3 },
  },
  {
    name: 'Linux looks for it in the user area of the eMMC',
    plant: (tree) => tree.replace('root/etc/fw_env.config', /mmcblk2boot0/g, 'mmcblk2'),
    ...{ code: 'WD1240', file: 'root/etc/fw_env.config', line: 2 },
  },
  {
    name: 'the image has no fw_env.config',
    plant: (tree) => tree.remove('root/etc/fw_env.config'),
    ...{ code: 'WD1247', file: 'root/etc/rauc/system.conf', line: 'bootloader=uboot' },
  },
  {
    name: 'the next board has a driver that holds 15 s',
    plant: (tree) => tree.replace('kernel.config', 'CONFIG_IMX2_WDT=y', 'CONFIG_BCM2835_WDT=y'),
    ...{ code: 'WD1223', file: `${CONF}/watchdog.conf`, line: 3 },
  },
  {
    name: 'the kernel lost the driver',
    plant: (tree) => tree.replace('kernel.config', 'CONFIG_IMX2_WDT=y', '# CONFIG_IMX2_WDT is not set'),
    ...{ code: 'WD1214', file: 'kernel.config', line: 'CONFIG_WATCHDOG=y' },
  },
  {
    name: 'the driver is a module that nothing loads',
    plant: (tree) => tree.replace('kernel.config', 'CONFIG_IMX2_WDT=y', 'CONFIG_IMX2_WDT=m'),
    ...{ code: 'WD1211', file: `${CONF}/watchdog.conf`, line: 3 },
  },
  {
    name: 'a panic stays',
    plant: (tree) => tree.replace('boot.cmd', ' panic=5', ''),
    ...{ code: 'WD1215', file: 'boot.cmd', line: 2 },
  },
  {
    name: 'another package feeds as well',
    plant: (tree) => {
      tree.write(`${UNITS}/watchdogd.service`, '[Service]\nExecStart=/usr/sbin/watchdogd -n\n');
      tree.write('root/usr/sbin/watchdogd', '\x7fELF', 0o755);
      tree.link(
        `${ETC}/multi-user.target.wants/watchdogd.service`,
        '/usr/lib/systemd/system/watchdogd.service',
      );
    },
    ...{ code: 'WD1220', file: `${UNITS}/watchdogd.service`, line: 2 },
  },
  {
    name: 'two drop-ins, two timeouts',
    plant: (tree) => tree.write(`${CONF}/zz-debug.conf`, '[Manager]\nRuntimeWatchdogSec=off\n'),
    ...{ code: 'WD1227', file: `${CONF}/zz-debug.conf`, line: 2 },
  },
  {
    name: 'the slot is marked good by a unit that nothing starts',
    plant: (tree) => tree.remove(`${ETC}/multi-user.target.wants/slot-good.service`),
    ...{ code: 'WD1250', file: `${UNITS}/slot-good.service`, line: 'mark-good', also: ['WD1230'] },
  },
  {
    name: "RAUC's own unit is back",
    plant: (tree) => {
      tree.remove(`${ETC}/rauc-mark-good.service`);
      tree.link(
        `${ETC}/multi-user.target.wants/rauc-mark-good.service`,
        '/usr/lib/systemd/system/rauc-mark-good.service',
      );
    },
    ...{ code: 'WD1251', file: `${UNITS}/rauc-mark-good.service`, line: 'mark-good', also: ['WD1252'] },
  },
  {
    name: 'the health unit is no longer required',
    plant: (tree) => tree.replace(`${UNITS}/slot-good.service`, 'Requires=', 'Wants='),
    ...{ code: 'WD1251', file: `${UNITS}/slot-good.service`, line: 'mark-good' },
  },
  {
    name: 'the health check is not executable',
    plant: (tree) => tree.chmod('root/usr/libexec/gateway/health', 0o644),
    ...{ code: 'WD1203', file: 'root/usr/libexec/gateway/health', line: 1 },
  },
  {
    name: 'the heartbeat kills, and nothing restarts',
    plant: (tree) => tree.replace(`${UNITS}/gatewayd.service`, 'Restart=on-failure', 'Restart=no'),
    ...{ code: 'WD1234', file: `${UNITS}/gatewayd.service`, line: 'Restart=no' },
  },
  {
    name: 'the gateway is in the image, and nothing starts it',
    plant: (tree) => tree.remove(`${ETC}/multi-user.target.wants/gatewayd.service`),
    ...{ code: 'WD1230', file: `${UNITS}/gatewayd.service`, line: 'WantedBy' },
  },
  {
    name: 'a link of a target leads nowhere',
    plant: (tree) => tree.link(`${ETC}/multi-user.target.wants/modem.service`, '../modem.service'),
    ...{ code: 'WD1205', file: `${ETC}/multi-user.target.wants/modem.service`, line: 1 },
  },
  {
    name: 'a preset takes the link away at the first boot',
    plant: (tree) =>
      tree.write(
        'root/usr/lib/systemd/system-preset/99-none.preset',
        'enable slot-good.service\ndisable *\n',
      ),
    ...{ code: 'WD1232', file: 'root/usr/lib/systemd/system-preset/99-none.preset', line: 2 },
  },
  {
    name: 'a drop-in for a unit of another name',
    plant: (tree) => tree.write(`${ETC}/gateway.service.d/watchdog.conf`, '[Service]\nWatchdogSec=10s\n'),
    ...{ code: 'WD1233', file: `${ETC}/gateway.service.d/watchdog.conf`, line: 2 },
  },
];

/** What is different and not wrong: nobody may be told of it. */
const SOUND: readonly Defect['plant'][] = [
  (tree) =>
    tree.write('root/usr/lib/systemd/system.conf.d/10-vendor.conf', '[Manager]\nRuntimeWatchdogSec=30s\n'),
  (tree) => tree.write(`${ETC}/gatewayd.service.d/local.conf`, '[Service]\nWatchdogSec=1min\n'),
  (tree) => tree.write('root/etc/default/grub', 'GRUB_CMDLINE_LINUX="quiet nowatchdog"\n'),
  (tree) => {
    tree.write(`${UNITS}/watchdog.service`, '[Service]\nExecStart=/usr/sbin/watchdog\n');
    tree.write('root/etc/watchdog.conf', '#watchdog-device = /dev/watchdog\n');
  },
  (tree) => tree.replace('root/etc/fw_env.config', '0x4000\n', '16384\n'),
  (tree) =>
    tree.replace('root/etc/rauc/system.conf', 'bootloader=uboot', 'bootloader=uboot\nboot-attempts=3'),
  (tree) => tree.write('root/etc/machine-id', '0123456789abcdef0123456789abcdef\n'),
];

t.test('a hand-written appliance', async (t) => {
  const work = mkdtempSync(join(tmpdir(), 'wdgen-appliance-'));
  t.teardown(() => rmSync(work, { recursive: true, force: true }));
  cpSync(join(import.meta.dirname, 'appliance'), work, { recursive: true, verbatimSymlinks: true });
  for (const path of PROGRAMS) {
    mkdirSync(dirname(join(work, 'root', path)), { recursive: true });
    writeFileSync(join(work, 'root', path), '\x7fELF\0', { mode: 0o755 });
  }
  const at = (name: string) => join(work, name);
  const what = {
    ...{ noSpec: true, rootfs: at('root'), kernelConfig: at('kernel.config') },
    ...{ ubootConfig: at('uboot.config'), bootScript: at('boot.cmd') },
  };
  await plantEach(t, work, what, DEFECTS, SOUND);
});
