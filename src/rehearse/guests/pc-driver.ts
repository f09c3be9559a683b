import { nowayoutParameter, openTimeoutParameter } from '../../backends/parameters.js';
import type { DriverPlan, TargetPlan } from '../../plan/types.js';
import type { StandIn } from '../types.js';

/** The watchdog of the emulated PC: the TCO timer of a q35, or an Intel 6300ESB on its bus. */
export type PcDriver = 'iTCO_wdt' | 'i6300esb';

/** The target's own driver where the emulator has its hardware. */
export function pcDriver({ watchdog: { driver } }: TargetPlan): PcDriver {
  return driver.id === 'iTCO_wdt' ? 'iTCO_wdt' : 'i6300esb';
}

/** What stands in for the target's machine, and what that does not prove. */
export function pcStandIn(plan: TargetPlan): StandIn {
  const driver = pcDriver(plan);
  const same = driver === plan.watchdog.driver.id;
  return { machine: 'q35', driver, same, proves: `${provesOf(plan, same)}${nixosNote(plan)}` };
}

function provesOf({ watchdog: { driver } }: TargetPlan, same: boolean): string {
  if (same)
    return "The target's own driver on QEMU's model of the hardware. Not proven: the real chip, its NO_REBOOT strap, what firmware arms.";
  return `QEMU's i6300esb stands in for ${driver.id}: proven is what feeds, what stops feeding and what a reset leads to. Not proven: ${driver.id}, its limits and its real timeout.`;
}

function nixosNote({ platform }: TargetPlan): string {
  if (platform.kind !== 'nixos') return '';
  return " NixOS is not built here: Debian's systemd runs with the files that wdgen generates for plain systemd from the same plan.";
}

/**
 * The plan as this machine carries it out: with the facts of the driver that stands in, so that computed times are
 * those of the emulated hardware. Facts: src/catalogue/drivers/i6300esb.ts.
 */
export function asRehearsed(plan: TargetPlan): TargetPlan {
  if (pcDriver(plan) === plan.watchdog.driver.id) return plan;
  const driver: DriverPlan = {
    ...plan.watchdog.driver,
    ...{ id: 'i6300esb', identity: 'i6300ESB timer', modules: ['i6300esb'] },
    ...{ minMs: 1000, maxMs: 2_046_000, stepsMs: null, overMax: 'einval', resetsAtExpiry: 1 },
    ...{ nowayout: 'param', magicClose: true, bootHandover: 'no', watchdogCore: true, softwareOnly: false },
  };
  return { ...plan, watchdog: { ...plan.watchdog, driver } };
}

/** Modules of the machine in load order, each with its options. Names as `modprobe` shows them. */
export function pcModules(plan: TargetPlan, files: readonly string[]): readonly PcModule[] {
  const driver = pcDriver(plan);
  const wanted = files.filter((file) => (driver === 'i6300esb' ? !TCO.test(file) : !/i6300esb/.test(file)));
  return wanted.map((file) => ({ file, options: moduleOptions(plan, file, driver) }));
}

export interface PcModule {
  readonly file: string;
  readonly options: string;
}

const TCO = /iTCO|lpc_ich|i2c|intel_pmc/;

function moduleOptions(plan: TargetPlan, file: string, driver: PcDriver): string {
  const open = openTimeoutParameter(plan);
  if (/-watchdog\.ko/.test(file)) return open?.set === true ? `open_timeout=${open.value}` : '';
  return file.includes(`-${driver}.ko`) && keepsOn(plan) ? 'nowayout=1' : '';
}

/** `nowayout` by parameter, by the kernel's configuration, or because the driver has no other way. */
function keepsOn(plan: TargetPlan): boolean {
  if (nowayoutParameter(plan)?.set === true || plan.watchdog.driver.nowayout === 'forced') return true;
  const flag = plan.kernel.flags.find(({ symbol }) => symbol === 'WATCHDOG_NOWAYOUT')?.setting.active;
  return flag?.kind === 'tristate' && flag.value === 'y';
}

/** `panic=` as the target's kernel has it, in seconds; 0 waits for ever. Source: linux 6.1 kernel/panic.c. */
export function panicSeconds({ rollback, kernel }: TargetPlan): number {
  if (rollback?.state === 'active') return Math.ceil(rollback.panicMs / 1000);
  const flag = kernel.flags.find(({ symbol }) => symbol === 'PANIC_TIMEOUT')?.setting.active;
  return flag?.kind === 'int' ? flag.value : 0;
}
