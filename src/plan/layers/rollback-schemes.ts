import type { Exhausted, PlatformPlan, RollbackScheme, UbootPartition } from '../types.js';

/** What a scheme needs and can do. */
export interface SchemeFacts {
  /** Counters stand in U-Boot's environment. */
  readonly environment: boolean;
  /** U-Boot's options are generated, so its version matters. */
  readonly uboot: boolean;
  /** The generated boot script loads the kernel, so it must know where that is. */
  readonly boots: boolean;
  readonly rauc: boolean;
  readonly terminals: readonly Exhausted[];
  /** Why it cannot work on a platform. */
  readonly misfit: (platform: PlatformPlan) => string | undefined;
}

const anywhere = () => undefined;
const scripted = { environment: true, uboot: true, boots: true, misfit: anywhere } as const;
const ALL: readonly Exhausted[] = ['refill-once', 'recovery', 'stay-degraded'];

/** The schemes. */
export const SCHEMES: Readonly<Record<RollbackScheme, SchemeFacts>> = {
  'rauc-uboot': { ...scripted, rauc: true, terminals: ALL },
  // The bootmeth has one answer to exhaustion: BOOTMETH_RAUC_RESET_ALL_ZERO_TRIES refills, again and again, or stops at
  // the prompt (u-boot boot/bootmeth_rauc.c). A refill that never ends is not offered; U-Boot's next bootmeth is.
  'rauc-bootmeth': { ...scripted, boots: false, rauc: true, terminals: ['recovery'] },
  'uboot-bootcount': { ...scripted, rauc: false, terminals: ALL },
  // Entries that are used up go to the end of the menu and are booted when nothing else is left (systemd-boot(7)).
  'systemd-boot': {
    environment: false,
    uboot: false,
    boots: false,
    rauc: false,
    terminals: ['stay-degraded'],
    misfit: ({ init }) =>
      init === 'systemd'
        ? undefined
        : `systemd-boot's counters are blessed by systemd; this image runs ${init}.`,
  },
  // greenboot: boot_counter at 0 selects the fallback entry and stays there.
  grub: {
    environment: false,
    uboot: false,
    boots: false,
    rauc: false,
    terminals: ['stay-degraded'],
    misfit: anywhere,
  },
};

/** Reads `mmc 1:2`; the schema has checked the form. */
export function readPartition(text: string): UbootPartition {
  const [kind = '', place = ''] = text.split(' ');
  const [device = '', partition = ''] = place.split(':');
  return { interface: kind, device: Number(device), partition };
}
