import type { Bootable, RollbackPlan, TargetPlan } from '../../plan/types.js';
import { nowayoutParameter, openTimeoutParameter } from '../parameters.js';

const seconds = (ms: number) => Math.ceil(ms / 1000);

/**
 * The kernel's command line for one boot target: the user's words first, so that ours, the last, decide.
 * `rootdelay` and not `rootwait`: waiting for a root that never comes is no panic, so nothing would reset the machine.
 * Source: linux 6.1 init/do_mounts.c (rootdelay, rootwait, mount_block_root panics), kernel/panic.c (panic=).
 */
export function kernelArguments(
  plan: TargetPlan,
  rollback: RollbackPlan,
  target: Bootable,
  name: string | null,
): readonly string[] {
  return [
    ...rollback.bootargs,
    ...(target.root === null ? [] : [`root=${target.root}`]),
    ...(target.root === null ? [] : [`rootdelay=${seconds(rollback.rootDelayMs)}`]),
    ...commonArguments(plan, rollback),
    ...slotArguments(rollback, name),
  ];
}

/** What every boot gets, whichever slot it is. */
export function commonArguments(plan: TargetPlan, rollback: RollbackPlan): readonly string[] {
  const parameters = [openTimeoutParameter(plan), nowayoutParameter(plan)];
  return [
    `panic=${seconds(rollback.panicMs)}`,
    ...parameters.flatMap((one) => (one?.set === true ? [one.text] : [])),
  ];
}

/**
 * Which slot runs. RAUC knows its slot by `rauc.slot`, and by `rauc.external` that it runs from none of them.
 * Source: rauc 1.8 src/context.c (get_cmdline_bootname), docs/reference.rst "Kernel Command Line".
 */
function slotArguments(rollback: RollbackPlan, name: string | null): readonly string[] {
  if (rollback.scheme === 'uboot-bootcount') return [`wdgen.slot=${name ?? 'recovery'}`];
  return name === null
    ? ['rauc.external', 'wdgen.slot=recovery']
    : [`rauc.slot=${name}`, `wdgen.slot=${name}`];
}
