import type { Rule } from '../types.js';

/** A slot that ends in the emergency shell is given up like one that hangs. */
export const emergencyShellPetted: Rule = {
  code: 'WD1036',
  check: (plan) => {
    const { image, platform, rollback } = plan;
    if (rollback?.state !== 'active' || platform.init !== 'systemd') return [];
    // Unless the spec says otherwise, it is systemd's own way.
    if ((image.emergency ?? 'shell') !== 'shell') return [];
    const { armed, feeder } = plan.watchdog;
    const petted = armed && feeder.active?.kind === 'systemd' ? ', and pets the watchdog there' : '';
    return [
      {
        at: ['image', 'emergency'],
        detail: `A file system that does not mount brings systemd into the emergency shell. It waits there for a person${petted}: the slot is never marked good, and never given up.`,
        help:
          platform.kind === 'nixos'
            ? `set systemd.enableEmergencyMode = false, and write emergency = "continue" in [target.${plan.name}.image]`
            : `let emergency.service reboot by a drop-in, and write emergency = "reboot" in [target.${plan.name}.image]`,
        because: [{ path: ['rollback'], says: 'rollback is active' }],
      },
    ];
  },
};
