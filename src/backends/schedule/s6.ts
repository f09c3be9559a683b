import type { TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import type { Job } from '../jobs.js';
import { s6Name } from '../quote/s6.js';
import { shComment, shWord } from '../quote/sh.js';
import type { Draft } from '../types.js';
import { busyboxConfig } from './busybox.js';
import { firstMs, seconds } from './first.js';

const SOURCE = 'rootfs/etc/s6-rc/source';

/** A longrun for each job that sleeps in between: s6 has no timers. It stands beside the feeder, in the same bundle. */
export function s6Drafts(plan: TargetPlan, jobs: readonly Job[]): readonly Draft[] {
  return [...jobs.flatMap((job) => longrun(plan, job)), ...busyboxConfig(plan, jobs)];
}

function longrun(plan: TargetPlan, job: Job): readonly Draft[] {
  const { after, bundle } = plan.watchdog.service;
  const name = s6Name(job.name);
  const folder = `${SOURCE}/${name}`;
  const origin = [...job.origin, 'platform.init', 'watchdog.service'];
  const fact = (path: string, template: string): Draft => ({
    path,
    mode: 0o644,
    template,
    language: 's6',
    view: {},
    state: 'active',
    origin,
  });
  return [
    {
      path: `${folder}/run`,
      mode: 0o755,
      template: 'schedule/s6-run',
      language: 'sh',
      view: runView(plan, job),
      state: 'active',
      origin,
    },
    fact(`${folder}/type`, 's6-rc/type'),
    ...after.map((one) => fact(`${folder}/dependencies.d/${s6Name(one)}`, 's6-rc/empty')),
    ...(bundle === null ? [] : [fact(`${SOURCE}/${s6Name(bundle)}/contents.d/${name}`, 's6-rc/empty')]),
  ];
}

function runView(plan: TargetPlan, job: Job): Draft['view'] {
  return {
    header: header(plan, 'sh'),
    about: shComment(
      `${job.description}: ${seconds(job.everyMs)} s after the end of one run the next begins. A run that hangs is ended after ${seconds(job.limitMs)} s.`,
    ),
    firstS: seconds(firstMs(job)),
    everyS: seconds(job.everyMs),
    limitS: seconds(job.limitMs),
    command: shWord(job.program),
    words: job.words.map(shWord),
  };
}
