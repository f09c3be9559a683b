import { sayDuration } from '../../../../core/duration.js';
import type { ServicePlan } from '../../../../plan/types.js';
import type { Rule } from '../../../types.js';
import { monitorsOf } from './monitored.js';

/** systemd 252 systemd-system.conf(5): DefaultStartLimitBurst=, DefaultStartLimitIntervalSec=, DefaultRestartSec=. */
const DEFAULT_LIMIT = { burst: 5, intervalMs: 10_000 };
const DEFAULT_DELAY_MS = 100;
/** As long as this a fault of a moment may last. */
const SHORT_MS = 60_000;

/** A service that crashes for a minute is not given up, or somebody comes after systemd. */
export const givenUpForGood: Rule = {
  code: 'WD1090',
  check: (plan) =>
    plan.services
      .filter((service) => restarts(service) && (service.onFailure ?? 'none') === 'none')
      .filter((service) => monitorsOf(plan, service).length === 0)
      .flatMap(({ name, unit, whole, startLimit, restartDelayMs }) => {
        // In a drop-in the unit's own limit and pause may stand.
        if (whole === null && (startLimit === null || restartDelayMs === null)) return [];
        const { burst, intervalMs } = startLimit ?? DEFAULT_LIMIT;
        const lastsMs = burst * (restartDelayMs ?? DEFAULT_DELAY_MS);
        if (lastsMs >= intervalMs || lastsMs >= SHORT_MS) return [];
        return [
          {
            at: ['services', name, startLimit === null ? 'restartDelayMs' : 'startLimit'],
            detail: `${unit} stays dead after ${burst} quick failures, which take ${sayDuration(lastsMs)}.`,
            help: `write restart-delay = "${sayDuration(Math.ceil(SHORT_MS / burst / 1000) * 1000)}", or add a monitor that restarts it`,
          },
        ];
      }),
};

function restarts({ restart }: ServicePlan): boolean {
  return restart !== null && restart !== 'no';
}
