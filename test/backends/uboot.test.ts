// Boot-count rollback in U-Boot: what several files say must be the same thing. They are read back here.
import t from 'tap';
import { artefactsOf } from '../../src/backends/index.js';
import type { EnvironmentPlan, RollbackPlan, TargetPlan } from '../../src/plan/types.js';
import { rock64Fixture, rollbackFixture } from '../lib/plan-rollback.js';

const BUILDROOT = { kind: 'buildroot', init: 'busybox' } as const;

/** The files of this backend by path. */
function files(plan: TargetPlan): Map<string, string> {
  const own = artefactsOf(plan).filter(({ backend }) => backend === 'uboot');
  return new Map(own.map(({ path, text }) => [path, text]));
}

/** `NAME=value` lines; quotes around a value are taken off. */
function settings(text: string): Map<string, string> {
  const lines = [...text.matchAll(/^(\w+)=(.*)$/gm)];
  return new Map(lines.map(([, name = '', value = '']) => [name, value.replace(/^"(.*)"$/, '$1')]));
}

interface Place {
  readonly size: number;
  readonly offsets: readonly number[];
  readonly sector: number | null;
}

function placeOfLinux(text: string): Place {
  const lines = text.split('\n').filter((line) => /^\//.test(line));
  const numbers = lines.map((line) => line.split(' ').slice(1).map(Number));
  t.equal(new Set(lines.map((line) => line.split(' ')[0])).size, 1, 'one device');
  t.equal(new Set(numbers.map(([, size]) => size)).size, 1, 'one size');
  return {
    size: numbers[0]?.[1] ?? 0,
    offsets: numbers.map(([offset = -1]) => offset),
    sector: numbers[0]?.[2] ?? null,
  };
}

function placeOfUboot(text: string, renamed: boolean): Place {
  const config = settings(text);
  const redundant = config.get(renamed ? 'CONFIG_ENV_REDUNDANT' : 'CONFIG_SYS_REDUNDAND_ENVIRONMENT');
  const offsets = ['CONFIG_ENV_OFFSET', 'CONFIG_ENV_OFFSET_REDUND'].flatMap((name) => config.get(name) ?? []);
  t.equal(redundant === 'y', offsets.length === 2, 'a second offset exactly when there are two copies');
  const sector = config.get('CONFIG_ENV_SECT_SIZE');
  return {
    size: Number(config.get('CONFIG_ENV_SIZE')),
    offsets: offsets.length === 0 ? [0] : offsets.map(Number),
    sector: sector === undefined ? null : Number(sector),
  };
}

const MMC = rollbackFixture().environment;
const PLACES: readonly EnvironmentPlan[] = [
  ...(MMC?.medium === 'mmc' ? [MMC, { ...MMC, redundantOffset: null, device: '/dev/mmcblk1boot0' }] : []),
  {
    medium: 'spi-flash',
    device: '/dev/mtd0',
    size: 0x2000,
    offset: 0x140000,
    redundantOffset: 0x142000,
    sector: 0x1000,
  },
  {
    medium: 'fat',
    device: '/boot/uboot.env',
    size: 0x4000,
    from: { interface: 'mmc', device: 1, partition: '1' },
    file: 'uboot.env',
  },
];

for (const environment of PLACES) {
  for (const ubootVersion of [202301, 202507, 202510, 202610]) {
    const copies = environment.medium !== 'fat' && environment.redundantOffset !== null ? 2 : 1;
    t.test(`${environment.medium}, ${copies} copies, U-Boot ${ubootVersion}: one place`, async (t) => {
      const all = files(rock64Fixture({ platform: BUILDROOT, rollback: { environment, ubootVersion } }));
      const renamed = ubootVersion >= 202510;
      const linux = placeOfLinux(all.get('rootfs/etc/fw_env.config') ?? '');
      const config = all.get('u-boot/uboot.config') ?? '';
      t.same(placeOfUboot(config, renamed), linux);
      t.notMatch(
        config,
        renamed ? /SYS_REDUNDAND|SYS_MMC_ENV/ : /ENV_REDUNDANT|ENV_MMC_/,
        'no name of another version',
      );
      const image = settings(all.get('buildroot/defconfig.fragment') ?? '');
      t.equal(Number(image.get('BR2_PACKAGE_HOST_UBOOT_TOOLS_ENVIMAGE_SIZE')), linux.size);
      t.equal(
        image.get('BR2_PACKAGE_HOST_UBOOT_TOOLS_ENVIMAGE_REDUNDANT') === 'y',
        linux.offsets.length === 2,
      );
      if (environment.device.endsWith('boot0')) {
        t.equal(
          settings(config).get(renamed ? 'CONFIG_ENV_MMC_EMMC_HW_PARTITION' : 'CONFIG_SYS_MMC_ENV_PART'),
          '1',
        );
      }
    });
  }
}

t.test('the script starts with the same values as env.txt', async (t) => {
  for (const tries of [1, 3, 9]) {
    const all = files(rock64Fixture({ rollback: { tries } }));
    const script = all.get('u-boot/boot.cmd') ?? '';
    const start = settings(all.get('u-boot/env.txt') ?? '');
    const set = new Map(
      [...script.matchAll(/^ {2}setenv (BOOT_\w+_LEFT|wd_refilled) (\S+)$/gm)].map(([, n, v]) => [n, v]),
    );
    t.same(
      [set.get('BOOT_A_LEFT'), set.get('BOOT_B_LEFT'), set.get('wd_refilled')],
      [String(tries), String(tries), '0'],
    );
    for (const [name = '', value] of set) t.equal(start.get(name), value, name);
    t.match(script, `setenv BOOT_ORDER '${start.get('BOOT_ORDER')}'`);
    t.match(script, `setenv wd_store ${start.get('wd_store')}`);
  }
});

t.test(
  "bootcount: limit and altbootcmd are the same in the script, env.txt and U-Boot's options",
  async (t) => {
    const all = files(rock64Fixture({ rollback: { scheme: 'uboot-bootcount', tries: 4 } }));
    const start = settings(all.get('u-boot/env.txt') ?? '');
    const config = settings(all.get('u-boot/uboot.config') ?? '');
    t.equal(start.get('bootlimit'), '4');
    t.equal(config.get('CONFIG_BOOTCOUNT_BOOTLIMIT'), '4');
    t.match(all.get('u-boot/boot.cmd'), 'setenv bootlimit 4');
    t.equal(config.get('CONFIG_BOOTCOUNT_ALTBOOTCMD'), start.get('altbootcmd'));
    t.match(all.get('u-boot/boot.cmd'), `setenv altbootcmd '${start.get('altbootcmd')}'`);
  },
);

t.test("bootmeth: order, tries and partitions are U-Boot's, and it never refills", async (t) => {
  const rollback: Partial<RollbackPlan> = { scheme: 'rauc-bootmeth', exhausted: 'recovery' };
  const all = files(rock64Fixture({ rollback }));
  const config = settings(all.get('u-boot/uboot.config') ?? '');
  t.equal(config.get('CONFIG_BOOTMETH_RAUC_BOOT_ORDER'), 'A B');
  t.equal(config.get('CONFIG_BOOTMETH_RAUC_DEFAULT_TRIES'), '3');
  t.equal(config.get('CONFIG_BOOTMETH_RAUC_PARTITIONS'), '2,2 3,3');
  t.match(all.get('u-boot/uboot.config'), '# CONFIG_BOOTMETH_RAUC_RESET_ALL_ZERO_TRIES is not set');
});

t.test('the commands of the script are in uboot.config', async (t) => {
  const OPTIONS: Readonly<Record<string, string>> = {
    load: 'CMD_FS_GENERIC',
    run: 'CMD_RUN',
    echo: 'CMD_ECHO',
    sleep: 'CMD_SLEEP',
    booti: 'CMD_BOOTI',
    bootz: 'CMD_BOOTZ',
    part: 'CMD_PART',
    usb: 'CMD_USB',
  };
  const FREE = [
    'for',
    'do',
    'done',
    'if',
    'then',
    'else',
    'fi',
    'while',
    'test',
    'true',
    'setenv',
    'env',
    'reset',
  ];
  for (const scheme of ['rauc-uboot', 'uboot-bootcount', 'rauc-bootmeth'] as const) {
    for (const arch of ['arm64', 'arm'] as const) {
      const all = files(rock64Fixture({ arch, rollback: { scheme } }));
      const config = all.get('u-boot/uboot.config') ?? '';
      const code = (all.get('u-boot/boot.cmd') ?? '')
        .replace(/^\s*#.*$/gm, '')
        .replace(/"[^"]*"|'[^']*'/g, 'x');
      const heads = code
        .split(/\n|;|&&|\|\|/)
        .map((part) => part.trim().replace(/^((if|then|else|do|while) )+/, ''));
      for (const head of new Set(heads.map((part) => part.split(' ')[0] ?? ''))) {
        if (head === '' || /=/.test(head) || FREE.includes(head)) continue;
        t.match(
          config,
          `CONFIG_${OPTIONS[head] ?? `(an option for ${head})`}=y`,
          `${scheme}, ${arch}: ${head}`,
        );
      }
    }
  }
});

t.test('the watchdog runs from U-Boot on only when the image arms it and Linux takes it over', async (t) => {
  const config = (plan: TargetPlan) => files(plan).get('u-boot/uboot.config') ?? '';
  const armed = rock64Fixture();
  t.equal(settings(config(armed)).get('CONFIG_WATCHDOG_TIMEOUT_MSECS'), '20000');
  const driver = { ...armed.watchdog.driver, maxMs: 15_984 };
  const low = { ...armed, watchdog: { ...armed.watchdog, driver } };
  t.equal(settings(config(low)).get('CONFIG_WATCHDOG_TIMEOUT_MSECS'), '15984', 'never above the hardware');
  t.notMatch(config(rock64Fixture({ watchdog: { armed: false } })), 'CONFIG_WDT=y');
  const alone = { ...armed.watchdog, driver: { ...armed.watchdog.driver, bootHandover: 'no' as const } };
  t.notMatch(config({ ...armed, watchdog: alone }), 'CONFIG_WDT=y');
});

t.test('a deferred rollback, and a scheme without U-Boot, make no file', async (t) => {
  t.equal(files(rock64Fixture({ rollback: { state: 'deferred' } })).size, 0);
  t.equal(files(rock64Fixture({ rollback: { scheme: 'grub', environment: null } })).size, 0);
});
