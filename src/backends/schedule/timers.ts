import { formatDuration } from '../../core/duration.js';
import type { TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import type { Job } from '../jobs.js';
import {
  systemdExecPath,
  systemdExecWord,
  systemdSeconds,
  systemdUnitName,
  systemdValue,
} from '../quote/systemd.js';
import type { Draft, View } from '../types.js';
import { firstMs } from './first.js';
import { originOf } from './origin.js';

/**
 * A service and a timer for each job, and the drop-in that starts the timers. `OnUnitActiveSec` counts from the start
 * of the run before, on the monotonic clock. Source: systemd.timer(5); systemd 252 src/core/timer.c
 * (timer_enter_waiting: TIMER_UNIT_ACTIVE takes inactive_exit_timestamp).
 */
export function timerDrafts(plan: TargetPlan, jobs: readonly Job[]): readonly Draft[] {
  const timers = jobs.map(({ name }) => systemdUnitName(`${name}.timer`));
  return [
    ...jobs.flatMap((job) => [
      unit(plan, `${job.name}.service`, 'schedule/job.service', job.origin, serviceView(job)),
      unit(plan, `${job.name}.timer`, 'schedule/job.timer', job.origin, timerView(job)),
    ]),
    unit(plan, 'timers.target.d/50-wdgen-schedule.conf', 'schedule/wants.conf', originOf(jobs), { timers }),
  ];
}

function serviceView(job: Job): View {
  return {
    description: systemdValue(job.description),
    command: systemdExecPath(job.program),
    words: job.words.map(systemdExecWord),
    limit: systemdSeconds(job.limitMs),
    leavesChildren: job.leavesChildren,
  };
}

function timerView(job: Job): View {
  return {
    description: systemdValue(job.description),
    every: systemdValue(formatDuration(job.everyMs)),
    first: systemdSeconds(firstMs(job)),
  };
}

function unit(
  plan: TargetPlan,
  path: string,
  template: string,
  origin: readonly string[],
  view: View,
): Draft {
  return {
    path: `rootfs/etc/systemd/system/${path}`,
    mode: 0o644,
    template,
    language: 'systemd',
    view: { header: header(plan, 'systemd'), ...view },
    state: 'active',
    origin: [...origin, 'platform.init'],
  };
}
