import type { EnvironmentPlan, RollbackPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { ubootComment, ubootEnv, ubootWord } from '../quote/uboot.js';
import type { View } from '../types.js';

/** U-Boot runs it instead of bootcmd when a slot is used up: the same boot, and the script is told. */
export const ALTBOOTCMD = 'setenv wd_alt 1; run bootcmd';

/** BOOT_ORDER: `A B`. */
export function orderText(rollback: RollbackPlan): string {
  return rollback.slots.map(({ name }) => name).join(' ');
}

/** The variables at the start. The scripts set the same ones when they find none of them. */
function variables(rollback: RollbackPlan): readonly (readonly [name: string, value: string])[] {
  const own = [
    ['wd_intent', '0'],
    ['wd_store', 'saveenv'],
  ] as const;
  if (rollback.scheme === 'uboot-bootcount') {
    return [
      ['wd_slot', rollback.slots[0]?.name ?? ''],
      ['bootcount', '0'],
      ['bootlimit', String(rollback.tries)],
      ['upgrade_available', '0'],
      ['altbootcmd', ALTBOOTCMD],
      ['wd_refilled', '0'],
      ...own,
    ];
  }
  return [
    ['BOOT_ORDER', orderText(rollback)],
    ...rollback.slots.map(({ name }) => [`BOOT_${name}_LEFT`, String(rollback.tries)] as const),
    ...(rollback.scheme === 'rauc-uboot' ? [['wd_refilled', '0'] as const] : []),
    ...own,
  ];
}

/**
 * A stored environment replaces the built-in one whole, so one made of env.txt alone has no load addresses and no
 * bootcmd: U-Boot would stop at its prompt. This bootcmd fetches the built-in one at the first boot. `-k` keeps what
 * the built-in one does not know; before v2025.04 there is none, and the script starts with its defaults. The address
 * of U-Boot's own device tree is set at every start and would be lost with the rest.
 * Source: U-Boot v2025.04 (and not v2025.01) cmd/nvedit.c (do_env_default); both tried in QEMU.
 */
function firstBootcmd({ ubootVersion }: RollbackPlan): string {
  if (ubootVersion !== null && ubootVersion >= 202504) {
    return 'if env default -k -a; then run bootcmd; else reset; fi';
  }
  const again = 'setenv fdtcontroladdr ${wd_dtb}; run bootcmd';
  return `wd_dtb=\${fdtcontroladdr}; if env default -a; then ${again}; else reset; fi`;
}

const FIRST_BOOT =
  "A stored environment replaces U-Boot's built-in one. This fetches what only that one has, load addresses and bootcmd, at the first boot.";

/** The view of env.txt. */
export function envTextView(plan: TargetPlan, rollback: RollbackPlan): View {
  return {
    header: header(plan, 'uboot'),
    notes: [ubootComment(FIRST_BOOT)],
    bootcmd: ubootEnv('bootcmd', firstBootcmd(rollback)),
    variables: variables(rollback).map(([name, value]) => ubootEnv(name, value)),
  };
}

/** `0x8000`. */
export const hex = (value: number): string => `0x${value.toString(16)}`;

/** Where the copies start; a file has one copy. */
export function copyOffsets(environment: EnvironmentPlan): readonly number[] {
  if (environment.medium === 'fat') return [0];
  const { offset, redundantOffset } = environment;
  return redundantOffset === null ? [offset] : [offset, redundantOffset];
}

/** The view of fw_env.config. Source of the format: libubootenv 0.3.2 README, u-boot tools/env/fw_env.config. */
export function fwEnvView(plan: TargetPlan, environment: EnvironmentPlan): View {
  const sector = environment.medium === 'spi-flash' ? environment.sector : 0;
  return {
    header: header(plan, 'uboot'),
    notes: FW_ENV_NOTES[environment.medium].map((text) => ubootComment(text)),
    hasSector: sector > 0,
    copies: copyOffsets(environment).map((offset) => ({
      device: ubootWord(environment.device),
      offset: ubootWord(hex(offset)),
      size: ubootWord(hex(environment.size)),
      hasSector: sector > 0,
      sector: ubootWord(hex(sector)),
    })),
  };
}

const FW_ENV_NOTES: Readonly<Record<EnvironmentPlan['medium'], readonly string[]>> = {
  mmc: ['For fw_printenv and fw_setenv, as /etc/fw_env.config. u-boot/uboot.config names the same place.'],
  'spi-flash': [
    'For fw_printenv and fw_setenv, as /etc/fw_env.config. u-boot/uboot.config names the same place.',
    'U-Boot counts the offset from the start of the flash, Linux from the start of the MTD device: it must be the whole flash.',
  ],
  fat: [
    'For fw_printenv and fw_setenv, as /etc/fw_env.config. The partition must be mounted. A power cut while the file is written can lose it: then the script starts with its defaults.',
  ],
};
