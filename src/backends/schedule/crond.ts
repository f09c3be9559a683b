import type { TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import type { Job } from '../jobs.js';
import { shWord } from '../quote/sh.js';
import type { Draft } from '../types.js';
import { busyboxConfig } from './busybox.js';
import { seconds } from './first.js';
import { originOf } from './origin.js';

/** After crond of the image, which is S50crond in Buildroot (package/busybox/S50crond). */
const SCRIPT = '/etc/init.d/S91wdgen-schedule';

/** Lines in root's crontab, and the script that puts them in at every boot: /var/spool is a tmpfs in Buildroot's skeleton. */
export function crondDrafts(plan: TargetPlan, jobs: readonly Job[]): readonly Draft[] {
  const draft = { language: 'sh', state: 'active', origin: [...originOf(jobs), 'platform.init'] } as const;
  const script: Draft = {
    ...draft,
    path: `rootfs${SCRIPT}`,
    mode: 0o755,
    template: 'schedule/init-script',
    view: { header: header(plan, 'sh'), lines: jobs.map((job) => shWord(crontabLine(job))) },
  };
  const fragment: Draft = {
    ...draft,
    path: 'buildroot/inittab-schedule.fragment',
    mode: 0o644,
    template: 'schedule/inittab.fragment',
    view: { header: header(plan, 'sh'), script: shWord(SCRIPT) },
  };
  return [script, ...(plan.platform.init === 'busybox' ? [fragment] : []), ...busyboxConfig(plan, jobs)];
}

/** Its output would be mailed, where there is a mailer: the programs log by themselves. */
function crontabLine(job: Job): string {
  const command = ['timeout', String(seconds(job.limitMs)), job.program, ...job.words].join(' ');
  return `${crontabTime(job.everyMs)} ${command} >/dev/null 2>&1`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Minute and hour of a crontab line. What does not go evenly into an hour or a day comes more often: a program that
 * has intervals of its own finds that it is not due. Source: busybox 1.30 to 1.37 miscutils/crond.c (ParseField).
 */
export function crontabTime(everyMs: number): string {
  if (everyMs >= DAY) return '0 0 * * *';
  if (everyMs >= HOUR) return `0 ${each(24, Math.floor(everyMs / HOUR))} * * *`;
  return `${each(60, Math.floor(everyMs / MINUTE))} * * * *`;
}

/** `*` + `/N` for the greatest N up to `most` that divides `whole`. */
function each(whole: number, most: number): string {
  let step = Math.max(1, most);
  while (whole % step !== 0) step--;
  return step === 1 ? '*' : `*/${step}`;
}
