import type { Deferral } from './types.js';

/** Who counts the boots, and by which variables. */
export type RollbackScheme = 'rauc-uboot' | 'rauc-bootmeth' | 'uboot-bootcount' | 'systemd-boot' | 'grub';

/** What happens when every slot is used up. There is always an end: no endless reset loop. */
export type Exhausted =
  /** Refill all counters once; when they are used up again without a commit in between, stay degraded. */
  | 'refill-once'
  /** Boot the recovery target, as often as it takes. */
  | 'recovery'
  /** Boot the first slot in order without counting, as often as it takes. */
  | 'stay-degraded';

/** A place on a medium as U-Boot writes it: `mmc 1:2`. */
export interface UbootPartition {
  readonly interface: string;
  readonly device: number;
  /** Hexadecimal, as U-Boot reads it. */
  readonly partition: string;
}

/** Something U-Boot can boot. */
export interface Bootable {
  readonly from: UbootPartition;
  readonly kernel: string;
  readonly initrd: string | null;
  readonly fdt: string | null;
  /** The kernel's root=; null when the initrd finds it by itself. */
  readonly root: string | null;
}

export interface SlotPlan {
  /** `A`: part of BOOT_A_LEFT and rauc.slot=A. */
  readonly name: string;
  /** Null for schemes in which U-Boot does not load the kernel by our script. */
  readonly boot: Bootable | null;
  /** The block device that an update writes, for RAUC; null where RAUC is not used. */
  readonly device: string | null;
  readonly type: 'ext4' | 'raw' | 'vfat' | 'squashfs';
}

/** Where U-Boot's environment lies: the one source for every generated file that says so. Sizes in bytes. */
export type EnvironmentPlan = {
  /** The same place seen from Linux: block device, MTD device, or the mounted file. */
  readonly device: string;
  readonly size: number;
} & (
  | {
      readonly medium: 'mmc';
      readonly uboot: { readonly interface: string; readonly device: number };
      readonly offset: number;
      readonly redundantOffset: number | null;
    }
  | {
      readonly medium: 'spi-flash';
      readonly offset: number;
      readonly redundantOffset: number | null;
      readonly sector: number;
    }
  | { readonly medium: 'fat'; readonly from: UbootPartition; readonly file: string }
);

/** A health check: a program that must end with 0, or a systemd unit that must be active. */
export type HealthCheck =
  | { readonly kind: 'program'; readonly path: string }
  | { readonly kind: 'unit'; readonly name: string };

export interface CommitPlan {
  readonly checks: readonly HealthCheck[];
  /** Time limit for all checks together, tries included. */
  readonly timeoutMs: number;
  /** Pause before failed checks are tried again. */
  readonly retryMs: number;
}

/** Boot-count rollback. */
export interface RollbackPlan {
  readonly state: 'active' | 'deferred';
  readonly scheme: RollbackScheme;
  /** U-Boot's version as year * 100 + month (202510); null where U-Boot has no part in it or the spec names none. */
  readonly ubootVersion: number | null;
  /** In the order in which they are tried. At least two. */
  readonly slots: readonly SlotPlan[];
  /** 1 to 9: where tools disagree about the radix, every one of them reads the same. */
  readonly tries: number;
  readonly exhausted: Exhausted;
  readonly recovery: Bootable | null;
  /** panic=: the kernel reboots this long after a panic. */
  readonly panicMs: number;
  /** rootdelay=: unlike rootwait it ends, in a panic, so that a missing root spends the try and goes on. */
  readonly rootDelayMs: number;
  /** Further kernel arguments, in order. */
  readonly bootargs: readonly string[];
  readonly environment: EnvironmentPlan | null;
  readonly commit: CommitPlan;
  readonly deferral: Deferral | null;
}
