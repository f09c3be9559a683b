import type { TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import type { Job } from '../jobs.js';
import { s6Name } from '../quote/s6.js';
import { shComment, shWord } from '../quote/sh.js';
import { S6_SOURCE, s6Fact, s6Place } from '../s6-source.js';
import type { Draft } from '../types.js';
import { busyboxConfig } from './busybox.js';
import { firstMs, seconds } from './first.js';

/** A longrun for each job that sleeps in between: s6 has no timers. It stands beside the feeder, in the same bundle. */
export function s6Drafts(plan: TargetPlan, jobs: readonly Job[]): readonly Draft[] {
  return [...jobs.flatMap((job) => longrun(plan, job)), ...busyboxConfig(plan, jobs)];
}

function longrun(plan: TargetPlan, job: Job): readonly Draft[] {
  const name = s6Name(job.name);
  const folder = `${S6_SOURCE}/${name}`;
  const origin = [...job.origin, 'platform.init', 'watchdog.service'];
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
    s6Fact(`${folder}/type`, 'type', origin),
    ...s6Place(plan, name, origin),
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
