import type { RollbackPlan, TargetPlan } from '../../plan/types.js';
import { ALTBOOTCMD, orderText } from './environment.js';
import { no, type SymbolGroup, type UbootSymbol, yes } from './flags.js';
import { bootCommand, bootTargets } from './targets.js';

/** What a bus needs so that `load usb 0:1 ..` finds it. Source: U-Boot 2023.01 cmd/Kconfig. */
const BUSES: Readonly<Record<string, readonly string[]>> = {
  mmc: ['MMC'],
  virtio: ['VIRTIO_BLK', 'CMD_VIRTIO'],
  usb: ['CMD_USB', 'USB_STORAGE'],
  scsi: ['SCSI', 'CMD_SCSI'],
  nvme: ['CMD_NVME'],
  sata: ['SATA', 'CMD_SATA'],
};

/**
 * Every command that the boot script uses. `echo`, `test`, `true`, `setenv`, `reset` and `env default` have no option,
 * or come with the shell. `source` reads what mkimage makes only with LEGACY_IMAGE_FORMAT. SETEXPR is not needed.
 * Source: U-Boot 2023.01 and 6073c36b2c8d cmd/Kconfig, cmd/Makefile, boot/image-board.c.
 */
export function commandSymbols(plan: TargetPlan, rollback: RollbackPlan): SymbolGroup {
  const buses = new Set(bootTargets(rollback).map(({ boot }) => boot.from.interface));
  const names = [
    ...[
      'HUSH_PARSER',
      'LEGACY_IMAGE_FORMAT',
      'CMD_SOURCE',
      'CMD_RUN',
      'CMD_ECHO',
      'CMD_SLEEP',
      'CMD_SAVEENV',
    ],
    ...['CMD_FS_GENERIC', 'CMD_EXT4', 'CMD_FAT'],
    ...(rollback.slots.some(({ type }) => type === 'squashfs') ? ['CMD_SQUASHFS'] : []),
    `CMD_${bootCommand(plan.board.arch).toUpperCase()}`,
    ...(rollback.scheme === 'rauc-bootmeth' ? ['CMD_PART', 'PARTITION_UUIDS'] : []),
    ...[...buses].flatMap((bus) => BUSES[bus] ?? []),
  ];
  return { title: 'Commands of boot.cmd', notes: [], symbols: names.map((name) => [name, yes]) };
}

/**
 * U-Boot counts by itself, in the environment, while upgrade_available is 1.
 * Source: U-Boot 6073c36b2c8d drivers/bootcount/{Kconfig,bootcount_env.c}; BOOTCOUNT_ALTBOOTCMD is in 2025.10 and not
 * in 2025.01.
 */
export function bootcountSymbols({ tries, ubootVersion }: RollbackPlan): SymbolGroup {
  const alt: UbootSymbol = ['BOOTCOUNT_ALTBOOTCMD', { kind: 'string', value: ALTBOOTCMD }];
  const knowsAlt = ubootVersion !== null && ubootVersion >= 202510;
  return {
    title: 'Boot counter',
    notes: knowsAlt ? [] : ['altbootcmd is in env.txt and in boot.cmd: this U-Boot has no option for it.'],
    symbols: [
      ['BOOTCOUNT_LIMIT', yes],
      ['BOOTCOUNT_ENV', yes],
      ['BOOTCOUNT_BOOTLIMIT', { kind: 'int', value: tries }],
      ...(knowsAlt ? [alt] : []),
    ],
  };
}

/**
 * RAUC's slots as U-Boot's own boot method sees them. Never RESET_ALL_ZERO_TRIES: it refills for ever and does not put
 * a slot back that was taken out of BOOT_ORDER. Source: U-Boot v2025.10 boot/Kconfig, boot/bootmeth_rauc.c.
 */
export function bootmethSymbols(rollback: RollbackPlan): SymbolGroup {
  const partitions = rollback.slots.map(({ device }) => /^\/dev\/mmcblk\d+p(\d+)$/.exec(device ?? '')?.[1]);
  const known = partitions.every((number) => number !== undefined);
  const pairs = partitions.map((number) => `${number},${number}`).join(' ');
  const place: UbootSymbol = ['BOOTMETH_RAUC_PARTITIONS', { kind: 'string', value: pairs }];
  return {
    title: 'Boot method',
    notes: [
      'A slot is one partition: boot.scr, the kernel and the root file system. A pair is boot,root.',
      ...(known ? [] : ['BOOTMETH_RAUC_PARTITIONS is yours to set: the slots are not /dev/mmcblkNpM.']),
      'When every slot is used up, U-Boot goes on to its next boot method (the variable bootmeths).',
    ],
    symbols: [
      ['BOOTSTD', yes],
      ['BOOTMETH_RAUC', yes],
      ['BOOTMETH_RAUC_BOOT_ORDER', { kind: 'string', value: orderText(rollback) }],
      ...(known ? [place] : []),
      ['BOOTMETH_RAUC_DEFAULT_TRIES', { kind: 'int', value: rollback.tries }],
      ['BOOTMETH_RAUC_RESET_ALL_ZERO_TRIES', no],
    ],
  };
}
