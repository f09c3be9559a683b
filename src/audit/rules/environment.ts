import type { Found } from '../found.js';
import { builtValue, type DotConfig, placeOf } from '../read/config.js';
import { type FwEnv, type FwEnvCopy, number } from '../read/fw-env.js';
import { baseName, unwrapped } from '../read/words.js';
import type { AuditFinding, AuditRule } from './types.js';

/** Old and new names of what v2025.10 renamed. */
const REDUNDANT = ['ENV_REDUNDANT', 'SYS_REDUNDAND_ENVIRONMENT'] as const;
const PARTITION = ['ENV_MMC_EMMC_HW_PARTITION', 'SYS_MMC_ENV_PART'] as const;

/** U-Boot and Linux look for the environment in the same place. */
export const environmentDisagrees: AuditRule = {
  code: 'WD1240',
  check: ({ found: { fwEnv, uboot } }) => {
    if (fwEnv === null || uboot === null || fwEnv.copies.length === 0) return [];
    if (builtValue(uboot, 'ENV_IS_NOWHERE') === 'y')
      return [
        finding(
          fwEnv,
          fwEnv.copies[0],
          uboot,
          'ENV_IS_NOWHERE',
          'U-Boot keeps its environment in memory only: what Linux writes is never read.',
        ),
      ];
    return [...copies(fwEnv, uboot), ...numbers(fwEnv, uboot), ...partition(fwEnv, uboot)];
  },
};

function finding(
  fwEnv: FwEnv,
  copy: FwEnvCopy | undefined,
  uboot: DotConfig,
  symbol: string,
  detail: string,
): AuditFinding {
  return {
    place: { in: fwEnv.text, line: copy?.line ?? 1 },
    detail,
    help: 'make both say the same; U-Boot is right if devices are in the field',
    also: [{ message: 'what U-Boot has', place: placeOf(uboot, symbol) }],
  };
}

function copies(fwEnv: FwEnv, uboot: DotConfig): readonly AuditFinding[] {
  const symbol = REDUNDANT.find((one) => uboot.symbols.has(one)) ?? REDUNDANT[0];
  const two = builtValue(uboot, symbol) === 'y';
  if (two === fwEnv.copies.length > 1) return [];
  return [
    finding(
      fwEnv,
      fwEnv.copies.at(-1),
      uboot,
      symbol,
      `fw_env.config has ${fwEnv.copies.length === 1 ? 'one copy' : 'two copies'} of the environment, U-Boot ${two ? 'two' : 'one'}. The form of a copy differs: one side sees a wrong checksum.`,
    ),
  ];
}

/** An eMMC, or one of its boot partitions in hardware: U-Boot counts from the same place. */
const WHOLE_DISK = /^\/dev\/mmcblk\d+(boot[01])?$/;

function numbers(fwEnv: FwEnv, uboot: DotConfig): readonly AuditFinding[] {
  const [first, second] = fwEnv.copies;
  const raw = ['ENV_IS_IN_MMC', 'ENV_IS_IN_SPI_FLASH', 'ENV_IS_IN_NAND', 'ENV_IS_IN_FLASH'].some(
    (one) => builtValue(uboot, one) === 'y',
  );
  const wanted: readonly (readonly [string, FwEnvCopy | undefined, 'size' | 'offset'])[] = [
    ['ENV_SIZE', first, 'size'],
    ['ENV_SIZE', second, 'size'],
    // An MTD device or a partition starts at 0: its place on the chip is a matter of the partition table.
    ...(raw && WHOLE_DISK.test(first?.device ?? '')
      ? ([
          ['ENV_OFFSET', first, 'offset'],
          ['ENV_OFFSET_REDUND', second, 'offset'],
        ] as const)
      : []),
  ];
  return wanted.flatMap(([symbol, copy, what]) => {
    const built = number(uboot.symbols.get(symbol)?.value);
    if (copy === undefined || built === null || copy[what] === built) return [];
    const detail = `The ${what} of the environment is 0x${hex(copy[what])} here, and 0x${hex(built)} in U-Boot (CONFIG_${symbol}).`;
    return [finding(fwEnv, copy, uboot, symbol, detail)];
  });
}

function hex(value: number): string {
  return Math.abs(value).toString(16);
}

/** /dev/mmcblk1boot0 is hardware partition 1 of an eMMC. */
function partition(fwEnv: FwEnv, uboot: DotConfig): readonly AuditFinding[] {
  const [copy] = fwEnv.copies;
  const symbol = PARTITION.find((one) => uboot.symbols.has(one));
  if (copy === undefined || symbol === undefined || !copy.device.startsWith('/dev/mmcblk')) return [];
  const boot = /boot([01])$/.exec(copy.device)?.[1];
  const own = boot === undefined ? 0 : Number(boot) + 1;
  const built = Number(builtValue(uboot, symbol).replace('n', '0'));
  if (own === built) return [];
  return [
    finding(
      fwEnv,
      copy,
      uboot,
      symbol,
      `${copy.device} is hardware partition ${own} of the eMMC; U-Boot has its environment in ${built}.`,
    ),
  ];
}

/** What reads U-Boot's environment from Linux finds it. */
export const environmentMissing: AuditRule = {
  code: 'WD1247',
  check: ({ found }) => {
    if (!found.hasTree || found.fwEnv !== null) return [];
    const user = userOf(found);
    if (user === undefined) return [];
    return [
      {
        place: user.place,
        detail: `${user.who} needs /etc/fw_env.config to find U-Boot's environment, and the image has none.`,
        help: 'add the file, with the place that U-Boot was built for',
      },
    ];
  },
};

function userOf({ rauc, steps }: Found) {
  if (rauc?.bootloader?.value === 'uboot')
    return { who: 'RAUC (bootloader=uboot)', place: rauc.bootloader.place };
  const step = steps.find(
    ({ words, start }) =>
      start.on !== undefined && /^fw_(set|print)env$/.test(baseName(unwrapped(words)[0] ?? '')),
  );
  return step === undefined ? undefined : { who: step.start.name, place: step.place };
}
