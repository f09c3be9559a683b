import { sayDuration } from '../../core/duration.js';
import { candidates, driverPath, feederFor, petFor, severityOf } from '../settings.js';
import type { Rule } from '../types.js';

/** Should the driver refuse the timeout, the applet's pace still suits the driver's own one. */
export const pettedTooLateForDefault: Rule = {
  code: 'WD1005',
  check: (plan) => {
    const { driver, runtimeMs } = plan.watchdog;
    const fallback = driver.defaultTimeoutMs;
    if (fallback === null || driver.overMax === 'core-keepalive') return [];
    return candidates(runtimeMs).flatMap((candidate) => {
      const pet = petFor(plan, candidate.state);
      if (feederFor(plan, candidate.state)?.kind !== 'busybox' || pet === null || pet < fallback) return [];
      return [
        {
          at: ['watchdog', 'petMs'],
          state: candidate.state,
          ...severityOf(candidate),
          detail: `${driver.id} starts with ${sayDuration(fallback)}, and stays there when it refuses the timeout; a pet every ${sayDuration(pet)} comes too late then.`,
          help: `write pet = { ${candidate.state} = "${sayDuration(Math.max(1000, Math.floor(fallback / 3000) * 1000))}" }`,
          because: [{ path: driverPath, says: `${driver.id} starts with ${sayDuration(fallback)}` }],
        },
      ];
    });
  },
};
