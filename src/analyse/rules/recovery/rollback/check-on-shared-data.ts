import type { HealthCheck } from '../../../../plan/types.js';
import type { Rule } from '../../../types.js';
import { holds } from '../pieces.js';

/** Folders that an update of a slot does not replace. */
const SHARED = ['/var', '/data', '/home', '/root', '/srv', '/mnt', '/media', '/persist', '/userdata'];
/** The mounts of the same folders: systemd.mount(5). */
const SHARED_MOUNT = /^(var|data|home|srv|mnt|media|persist|userdata)(-.+)?\.mount$/;

/** A check can pass in one slot and fail in the other. */
export const checkOnSharedData: Rule = {
  code: 'WD1061',
  check: ({ rollback }) =>
    (rollback?.commit.checks ?? []).flatMap((check, index) =>
      dependsOnData(check)
        ? [
            {
              at: ['rollback', 'commit', 'checks', index],
              detail: `${check.kind === 'unit' ? check.name : check.path} is the same in every slot: when it is damaged all slots are used up.`,
              help: 'install the check in the slot, and let it pass when only data is damaged',
            },
          ]
        : [],
    ),
};

function dependsOnData(check: HealthCheck): boolean {
  if (check.kind === 'unit') return SHARED_MOUNT.test(check.name);
  return SHARED.some((folder) => holds(folder, check.path));
}
