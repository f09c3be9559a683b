/** The stages of a start and of a stop whose length a spec may say. */
export type BootStage = 'firmware' | 'loader' | 'kernel' | 'userspace' | 'stop';

/** How long each stage of a start takes at worst. */
export interface BootPlan {
  /** From the reset until firmware starts the boot loader. */
  readonly firmwareMs: number;
  /** The boot loader, until the kernel starts. */
  readonly loaderMs: number;
  /** The kernel and the initrd, until init starts. */
  readonly kernelMs: number;
  /** Init, until the feeder has opened the device. */
  readonly userspaceMs: number;
  /** From the order to stop until the hardware is reset, when nothing hangs. */
  readonly stopMs: number;
  /** The timeout with which firmware or the boot loader has armed the watchdog; null = they leave it alone. */
  readonly armedMs: number | null;
  /** The stages that the spec does not say, so that their times are assumed. */
  readonly assumed: readonly BootStage[];
}

/** What else is known about the image and matters for recovery; null where the spec says nothing. */
export interface ImagePlan {
  /** Version of systemd: 257. */
  readonly systemd: number | null;
  /** Whether a clock keeps the time while the power is off. */
  readonly rtc: boolean | null;
  /** Whether it starts kernels by kexec. */
  readonly kexecs: boolean | null;
  readonly hibernates: boolean | null;
  /** Whether PID 1 manages NFS, CIFS or automounts, which can stall it. */
  readonly networkMounts: boolean | null;
  readonly memoryBytes: number | null;
  /** Whether a reset does something in the world: relays, a USB host, a running installation. */
  readonly rebootHurts: boolean | null;
  /** What systemd does in emergency mode: wait for a person, reboot, or go on with the boot. */
  readonly emergency: 'shell' | 'reboot' | 'continue' | null;
  /** Software in the image that opens watchdogs, counts boots or marks slots good: `watchdog`, `grub-boot-success`. */
  readonly software: readonly string[];
}

/** A rule that the user has silenced for a target, and why. */
export interface SilencedRule {
  /** `WD1009`. */
  readonly name: string;
  readonly reason: string;
}
