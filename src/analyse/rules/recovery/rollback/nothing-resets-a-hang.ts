import type { TargetPlan } from '../../../../plan/types.js';
import { armedBeforeLinux } from '../../../before-linux.js';
import type { Rule } from '../../../types.js';

function waits({ watchdog: { feeder, runtimeMs } }: TargetPlan): boolean {
  return feeder.deferred !== null || runtimeMs.deferred !== null;
}

/** A slot that hangs is reset, so that its tries are used up without a hand on the plug. */
export const nothingResetsAHang: Rule = {
  code: 'WD1060',
  check: (plan) => {
    const { armed, driver } = plan.watchdog;
    if (plan.rollback?.state !== 'active') return [];
    if (!armed) {
      return [
        {
          at: ['rollback', 'state'],
          detail:
            'No watchdog is active. A slot that hangs stays hung: only a panic, failed health checks or a power cut use up a try.',
          help: waits(plan)
            ? `wdgen enable --target ${plan.name} --setting watchdog (--dry-run says what its gate still wants)`
            : `write feeder and runtime in [target.${plan.name}.watchdog]`,
          because: [{ path: ['watchdog', 'runtimeMs'], says: 'the timeout is not enforced' }],
        },
      ];
    }
    // The fragment that wdgen writes for U-Boot arms it, where the driver in Linux takes it over.
    if (armedBeforeLinux(plan) !== null) return [];
    return [
      {
        at: ['rollback', 'state'],
        severity: 'note',
        detail: `Nothing says that ${driver.id} runs before the feeder opens it. A kernel or initrd that hangs silently is then not reset, and its tries are not used up.`,
        help: `arm it in the boot loader, and write armed = ".." in [target.${plan.name}.boot]`,
      },
    ];
  },
};
