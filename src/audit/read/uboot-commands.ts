import type { Command } from './shell.js';

/** A command of a boot script and the option of U-Boot that brings it. */
export interface NeededOption {
  readonly command: string;
  /** Any of these brings it. */
  readonly symbols: readonly string[];
  readonly line: number;
}

/**
 * Command -> options that bring it, without `CONFIG_`. Commands that every U-Boot has (`setenv`, `reset`, `test` with
 * the shell) are not in it. Source: U-Boot 2023.01 and 6073c36b2c8d cmd/Kconfig, cmd/Makefile.
 */
export const COMMAND_SYMBOLS: Readonly<Record<string, readonly string[]>> = {
  askenv: ['CMD_ASKENV'],
  bootefi: ['CMD_BOOTEFI', 'BOOTEFI', 'CMD_BOOTEFI_BINARY'],
  bootflow: ['CMD_BOOTFLOW'],
  booti: ['CMD_BOOTI'],
  bootm: ['CMD_BOOTM'],
  bootz: ['CMD_BOOTZ'],
  cls: ['CMD_CLS'],
  cmp: ['CMD_MEMORY'],
  cp: ['CMD_MEMORY'],
  crc32: ['CMD_CRC32'],
  dhcp: ['CMD_DHCP'],
  echo: ['CMD_ECHO'],
  ext2load: ['CMD_EXT2'],
  ext4load: ['CMD_EXT4'],
  ext4write: ['CMD_EXT4_WRITE'],
  fatload: ['CMD_FAT'],
  fatwrite: ['CMD_FAT_WRITE', 'FAT_WRITE'],
  fdt: ['CMD_FDT', 'OF_LIBFDT'],
  fsload: ['CMD_JFFS2'],
  fuse: ['CMD_FUSE'],
  go: ['CMD_GO'],
  gpio: ['CMD_GPIO'],
  gzwrite: ['CMD_UNZIP'],
  i2c: ['CMD_I2C'],
  itest: ['CMD_ITEST'],
  led: ['CMD_LED'],
  load: ['CMD_FS_GENERIC'],
  ls: ['CMD_FS_GENERIC'],
  md: ['CMD_MEMORY'],
  mmc: ['CMD_MMC'],
  mtd: ['CMD_MTD'],
  mtdparts: ['CMD_MTDPARTS'],
  mw: ['CMD_MEMORY'],
  nand: ['CMD_NAND'],
  nvme: ['CMD_NVME'],
  part: ['CMD_PART'],
  ping: ['CMD_PING'],
  poweroff: ['CMD_POWEROFF'],
  pxe: ['CMD_PXE'],
  run: ['CMD_RUN'],
  sata: ['CMD_SATA'],
  saveenv: ['CMD_SAVEENV'],
  scsi: ['CMD_SCSI', 'SCSI'],
  setexpr: ['CMD_SETEXPR'],
  sf: ['CMD_SF'],
  size: ['CMD_FS_GENERIC'],
  sleep: ['CMD_SLEEP'],
  source: ['CMD_SOURCE'],
  sqfsload: ['CMD_SQUASHFS'],
  sysboot: ['CMD_SYSBOOT'],
  tftpboot: ['CMD_TFTPBOOT'],
  ubi: ['CMD_UBI'],
  ubifsload: ['CMD_UBIFS'],
  ubifsmount: ['CMD_UBIFS'],
  unzip: ['CMD_UNZIP'],
  usb: ['CMD_USB'],
  virtio: ['CMD_VIRTIO'],
  wdt: ['CMD_WDT'],
  zboot: ['CMD_ZBOOT', 'ZBOOT'],
};

const ENV_SYMBOLS: Readonly<Record<string, readonly string[]>> = {
  exists: ['CMD_ENV_EXISTS'],
  export: ['CMD_EXPORTENV'],
  import: ['CMD_IMPORTENV'],
  save: ['CMD_SAVEENV'],
};

/** What a boot script asks of U-Boot, each option once, at its first line. */
export function neededOptions(commands: readonly Command[]): readonly NeededOption[] {
  const found = new Map<string, NeededOption>();
  const add = (command: string, symbols: readonly string[] | undefined, line: number) => {
    const key = symbols?.[0];
    if (symbols !== undefined && key !== undefined && !found.has(key))
      found.set(key, { command, symbols, line });
  };
  for (const { words, line, guarded } of commands) {
    const [name = '', second = ''] = words;
    const isEnv = name === 'env';
    add(isEnv ? `env ${second}` : name, isEnv ? own(ENV_SYMBOLS, second) : own(COMMAND_SYMBOLS, name), line);
    // `wd_store=saveenv` and the like: a command in a variable.
    const stored = /^(?:\w+=)(\w+)$/.exec(name)?.[1] ?? (name === 'setenv' ? words[2] : undefined);
    if (stored === 'saveenv') add(stored, own(COMMAND_SYMBOLS, stored), line);
    if (guarded) add('if, for and &&', ['HUSH_PARSER'], line);
  }
  return [...found.values()];
}

function own(
  table: Readonly<Record<string, readonly string[]>>,
  name: string,
): readonly string[] | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
