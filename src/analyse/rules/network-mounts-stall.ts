import { sayDuration } from '../../core/duration.js';
import { fedBySystemd, runtimePath } from '../settings.js';
import type { Rule } from '../types.js';

/** Home Assistant OS measured stalls of more than a default timeout and went to 5 min; an NFS major timeout takes 3. */
const ENOUGH_MS = 180_000;

/** A PID 1 that mounts over the network has time to wait for a server that does not answer. */
export const networkMountsStall: Rule = {
  code: 'WD1016',
  check: (plan) => {
    const { image, watchdog } = plan;
    if (image.networkMounts !== true) return [];
    const { driver } = watchdog;
    const room = driver.maxMs === null || driver.maxMs >= ENOUGH_MS || driver.overMax === 'core-keepalive';
    return fedBySystemd(plan)
      .filter(({ value }) => value < ENOUGH_MS)
      .map(({ state, value }) => ({
        at: runtimePath,
        state,
        detail: `systemd mounts over the network here and pets in between: a server that does not answer for ${sayDuration(value)} resets a healthy machine.`,
        help: room
          ? `write "${sayDuration(ENOUGH_MS)}" or more, or keep network mounts away from PID 1`
          : `${driver.id} cannot hold ${sayDuration(ENOUGH_MS)}: keep network mounts away from PID 1, or let another process feed`,
        because: [{ path: ['image', 'networkMounts'], says: 'network mounts' }],
      }));
  },
};
