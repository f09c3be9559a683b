/** CPU architecture in the kernel's own words (`ARCH=`). */
export type KernelArch = 'arm' | 'arm64' | 'x86' | 'mips' | 'riscv' | 'loongarch';

/** A Kconfig symbol that a driver needs in the kernel's configuration. */
export interface KconfigSymbol {
  /** Without `CONFIG_`. */
  readonly symbol: string;
  /** Why the driver needs it, for the comment in the generated fragment. One line. */
  readonly why: string;
  /**
   * How a fragment may write it. `tristate` follows the driver: y or m. `bool` stays y when the driver is a module: a
   * bool in Kconfig, or a tristate that has to be built in (a comment beside it says why). `int`: of the core only.
   */
  readonly type: 'bool' | 'tristate' | 'int';
  /** First kernel version that has the symbol ("6.12"); absent = older than all that wdgen knows. */
  readonly since?: string;
  /** First kernel version that no longer has it. */
  readonly until?: string;
  /** Where this is written in the kernel's tree. */
  readonly source: string;
}

/** What a driver does with a timeout above what its hardware holds. Source: facts, "over_max". */
export type OverMax =
  /** Refuses: systemd then closes the device and nothing guards the machine. */
  | 'einval'
  /** Accepts; a kernel thread feeds in between. A dead kernel resets at the hardware maximum. */
  | 'core-keepalive'
  /** Accepts, and programs a wrong, shorter value. */
  | 'core-keepalive-buggy'
  | 'clamped-and-reported'
  /** Accepts, and the register overflows. */
  | 'wraps'
  /** Has no way to set a timeout at all. */
  | 'eopnotsupp';

/** `version-dependent` and `conditional` are explained by the note beside it. */
export type Answer = 'yes' | 'no' | 'conditional' | 'version-dependent';

/** An answer with the explanation that the sources give. */
export interface Noted<T> {
  readonly value: T;
  readonly note?: string;
}

/** What the hardware can hold. `null` = not established. */
export interface TimeoutLimits {
  readonly minMs: number | null;
  readonly maxMs: number | null;
  /** The only values the hardware has, ascending, where it rounds up to the next one; null = every second. */
  readonly stepsMs: readonly number[] | null;
  /** How the figures came about, for `explain`: the formula with the numbers put in, or the constant. */
  readonly derivation: string;
}

/** A watchdog driver of the Linux kernel: facts with their source. */
export interface WatchdogDriver {
  /** The kernel's name of it, as in the facts: `dw_wdt`, `iTCO_wdt`. */
  readonly id: string;
  readonly title: string;
  /** Text of /sys/class/watchdog/watchdogN/identity. */
  readonly identity: string;
  /** The driver's own symbol first, then what it needs besides; fragment order. */
  readonly symbols: readonly KconfigSymbol[];
  /** Kconfig conditions that a kernel for such a machine meets anyway (ARCH_ROCKCHIP, PCI, ..). Not generated. */
  readonly requires: readonly string[];
  /** Architecture whose Kconfig has the driver, and the defconfig to check it against. */
  readonly arch: KernelArch;
  /** Modules to load, in order, when the driver is not built in. Includes companions that modprobe does not pull in. */
  readonly modules: readonly string[];
  /** Limits for a clock in Hz, where a formula needs one (null: unknown clock). */
  readonly limits: (clockHz: number | null) => TimeoutLimits;
  /** The driver's timeout when nobody sets one. */
  readonly defaultTimeoutMs: number | null;
  readonly overMax: OverMax;
  /** At which expiry the machine resets: iTCO needs two. */
  readonly resetsAtExpiry: 1 | 2;
  /** param: module parameter works; ignored: only a sysfs write works; forced; config-only; dt. */
  readonly nowayout: Noted<'param' | 'ignored' | 'forced' | 'config-only' | 'dt'>;
  readonly magicClose: boolean;
  readonly stoppable: Noted<Answer>;
  readonly stopOnReboot: Noted<Answer>;
  /** Does it take over a dog that firmware left running, without a gap? */
  readonly bootHandover: Noted<Answer>;
  readonly pretimeout: Noted<Answer>;
  /** Does bootstatus tell a watchdog reset? Text of the facts. */
  readonly bootstatus: string;
  readonly timeleft: Noted<Answer>;
  /** Registered with the watchdog core (has sysfs attributes), or a legacy misc device. */
  readonly watchdogCore: boolean;
  /** First kernel version with the driver, where it is newer than 6.1; and the versions the facts were read in. */
  readonly since?: string;
  readonly kernelVersions: string;
  readonly uboot: { readonly driver: string; readonly kconfig: string; readonly note?: string } | null;
  /** How QEMU can stand in, or null when it has no model. */
  readonly qemu: string | null;
  /** True for a dog that is only a kernel timer and dies with the kernel. */
  readonly softwareOnly: boolean;
  readonly notes: readonly string[];
  readonly sources: readonly string[];
}

/** A board: the machine a target's image runs on. */
export interface Board {
  /** What a spec writes: `rock64`. */
  readonly id: string;
  readonly title: string;
  readonly soc: string;
  readonly arch: KernelArch;
  /** Driver id, or null when no mainline driver serves the board's watchdog. */
  readonly driver: string | null;
  /** The watchdog's clock, where the driver's limits follow from it. */
  readonly clockHz: number | null;
  /** What the firmware does with the watchdog before Linux, and how the board boots after a reset; text for the runbook. */
  readonly firmware: string | null;
  readonly notes: readonly string[];
  readonly sources: readonly string[];
}
