import type { EnvironmentPlan, RollbackPlan } from '../../plan/types.js';
import { hex } from './environment.js';
import { no, type SymbolGroup, type UbootSymbol, yes } from './flags.js';
import { partitionText } from './targets.js';

/**
 * Options that v2025.10 renamed; v2025.07 has the old names.
 * Source: U-Boot v2025.07 and v2025.10 env/Kconfig, compared.
 */
const RENAMED = {
  redundant: ['SYS_REDUNDAND_ENVIRONMENT', 'ENV_REDUNDANT'],
  mmcDevice: ['SYS_MMC_ENV_DEV', 'ENV_MMC_DEVICE_INDEX'],
  mmcPartition: ['SYS_MMC_ENV_PART', 'ENV_MMC_EMMC_HW_PARTITION'],
} as const;

type Name = (which: keyof typeof RENAMED) => string;

const MEDIA = { mmc: 'ENV_IS_IN_MMC', 'spi-flash': 'ENV_IS_IN_SPI_FLASH', fat: 'ENV_IS_IN_FAT' } as const;

/**
 * Where the environment lies. No default environment is set (ENV_DEFAULT_ENV_TEXT_FILE, before v2025.10
 * DEFAULT_ENV_FILE): it would replace all of U-Boot's own, with bootcmd and the load addresses.
 */
export function environmentSymbols({ environment, ubootVersion }: RollbackPlan): readonly SymbolGroup[] {
  if (environment === null) return [];
  const name: Name = (which) => RENAMED[which][ubootVersion !== null && ubootVersion < 202510 ? 0 : 1];
  const media = Object.entries(MEDIA).map(
    ([medium, symbol]): UbootSymbol => [symbol, medium === environment.medium ? yes : no],
  );
  return [
    {
      title: 'Environment',
      notes: notes(environment),
      symbols: [
        ['ENV_IS_NOWHERE', no],
        ...media,
        ['ENV_SIZE', { kind: 'hex', value: hex(environment.size) }],
        ...place(environment, name),
      ],
    },
  ];
}

function notes(environment: EnvironmentPlan): readonly string[] {
  const kind = environment.medium === 'mmc' ? environment.uboot.interface : 'mmc';
  return [
    'rootfs/etc/fw_env.config names the same place for Linux.',
    ...(kind === 'mmc'
      ? []
      : [`U-Boot has no driver for an environment on raw ${kind}: set wd_store to a command that saves it.`]),
  ];
}

function place(environment: EnvironmentPlan, name: Name): readonly UbootSymbol[] {
  switch (environment.medium) {
    case 'mmc':
      return [
        [name('mmcDevice'), { kind: 'int', value: environment.uboot.device }],
        [name('mmcPartition'), { kind: 'int', value: hardwarePartition(environment.device) }],
        ...offsets(environment, name),
      ];
    case 'spi-flash':
      return [
        ['ENV_SECT_SIZE', { kind: 'hex', value: hex(environment.sector) }],
        ...offsets(environment, name),
      ];
    case 'fat':
      return [
        ['ENV_FAT_INTERFACE', { kind: 'string', value: environment.from.interface }],
        [
          'ENV_FAT_DEVICE_AND_PART',
          { kind: 'string', value: partitionText(environment.from).split(' ')[1] ?? '' },
        ],
        ['ENV_FAT_FILE', { kind: 'string', value: environment.file }],
        [name('redundant'), no],
      ];
  }
}

function offsets(
  { offset, redundantOffset }: { readonly offset: number; readonly redundantOffset: number | null },
  name: Name,
): readonly UbootSymbol[] {
  const first: UbootSymbol = ['ENV_OFFSET', { kind: 'hex', value: hex(offset) }];
  if (redundantOffset === null) return [first, [name('redundant'), no]];
  return [
    first,
    [name('redundant'), yes],
    ['ENV_OFFSET_REDUND', { kind: 'hex', value: hex(redundantOffset) }],
  ];
}

/** /dev/mmcblk1boot0 is eMMC hardware partition 1, the device itself is 0. Source: U-Boot env/Kconfig. */
function hardwarePartition(device: string): number {
  const boot = /boot([01])$/.exec(device)?.[1];
  return boot === undefined ? 0 : Number(boot) + 1;
}
