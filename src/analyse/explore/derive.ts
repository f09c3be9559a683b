import type { RollbackPlan, TargetPlan } from '../../plan/types.js';
import { ladderOf } from './derive-ladder.js';
import { watchdogOf } from './derive-watchdog.js';
import { type Machine, type Net, ROLLBACK_HABITS, type RollbackMachine, reaches } from './machine.js';
import { networkNeedOf } from './needs.js';

/** Which machine: what is enforced in today's image, or what would be after every deferral is lifted. */
export type When = 'today' | 'enabled';

/** The abstract machine of a plan. */
export function machineOf(plan: TargetPlan, when: When): Machine {
  const { boot, rollback } = plan;
  const counted = rollback !== null && isIn(rollback.state, when) ? rollback : null;
  return {
    boot: {
      firmwareMs: boot.firmwareMs,
      loaderMs: boot.loaderMs,
      kernelMs: boot.kernelMs,
      initMs: boot.userspaceMs,
      stopMs: boot.stopMs,
    },
    watchdog: watchdogOf(plan, when),
    panicMs: counted?.panicMs ?? panicOf(plan),
    rollback: counted === null ? null : rollbackOf(counted),
    ladder: ladderOf(plan, when),
  };
}

export function isIn(state: 'active' | 'deferred', when: When): boolean {
  return state === 'active' || when === 'enabled';
}

/** CONFIG_PANIC_TIMEOUT; 0, the kernel's default, waits for ever (linux 6.1 kernel/panic.c, lib/Kconfig.debug). */
function panicOf({ kernel: { flags } }: TargetPlan): number | null {
  const value = flags.find(({ symbol }) => symbol === 'PANIC_TIMEOUT')?.setting.active;
  if (value?.kind !== 'int' || value.value === 0) return null;
  return Math.max(0, value.value) * 1000;
}

function rollbackOf(rollback: RollbackPlan): RollbackMachine {
  const { scheme, slots, tries, exhausted, commit } = rollback;
  return {
    scheme,
    slots: slots.map(({ name }) => name),
    tries,
    exhausted,
    atomicSave: savesAtomically(rollback),
    checksNeed: widest(commit.checks.map((check) => networkNeedOf(check))),
    checksMs: commit.timeoutMs,
    habits: ROLLBACK_HABITS,
  };
}

/**
 * Two copies: U-Boot writes the older one and reads the newest whole one (U-Boot 2023.01 env/common.c,
 * env_import_redund). GRUB and systemd-boot write a block or rename a file.
 */
function savesAtomically({ environment }: RollbackPlan): boolean {
  if (environment === null) return true;
  return environment.medium !== 'fat' && environment.redundantOffset !== null;
}

function widest(needs: readonly (Net | null)[]): Net | null {
  return needs.reduce((found, one) => {
    if (one === null || found === null) return found ?? one;
    return reaches(one, found) ? one : found;
  }, null);
}
