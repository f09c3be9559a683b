import type { TargetPlan } from '../../plan/types.js';
import { feederOrigin, feederTimes, feederToday } from '../feeder.js';
import { header } from '../header.js';
import { shAssignment, shComment } from '../quote/sh.js';
import type { Draft } from '../types.js';

/**
 * What an application that feeds the watchdog itself has to know; no service, for nothing else may open the device.
 * Source of the contract: linux Documentation/watchdog/watchdog-api.rst; drivers/watchdog/watchdog_dev.c (a second
 * open is EBUSY; "V" in the last write arms a clean close).
 */
export function applicationDrafts(plan: TargetPlan): readonly Draft[] {
  const times = feederTimes(plan);
  const feeder = feederToday(plan);
  if (times === null || feeder?.kind !== 'application' || plan.platform.kind === 'nixos') return [];
  const { device, pretimeoutMs } = plan.watchdog;
  const number = (name: string, value: number) => shAssignment(name, String(value));
  return [
    {
      path: 'rootfs/etc/wdgen/feeder.conf',
      mode: 0o644,
      template: 'application/feeder.conf',
      language: 'sh',
      view: {
        header: header(plan, 'sh'),
        fedBy: shComment(
          `The watchdog is fed by an application, ${feeder.name}. Nothing else in the image opens the device.`,
        ),
        timeoutS: times.timeoutS,
        values: [
          shAssignment('WATCHDOG_DEVICE', device),
          number('WATCHDOG_TIMEOUT_S', times.timeoutS),
          number('WATCHDOG_PET_MS', times.petMs),
          ...(pretimeoutMs.active === null
            ? []
            : [number('WATCHDOG_PRETIMEOUT_S', Math.floor(pretimeoutMs.active / 1000))]),
        ],
      },
      state: 'active',
      origin: [...feederOrigin, 'watchdog.pretimeoutMs'],
    },
  ];
}
