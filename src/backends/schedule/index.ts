import type { Init, TargetPlan } from '../../plan/types.js';
import { type Job, jobsOf } from '../jobs.js';
import type { Backend, Draft } from '../types.js';
import { crondDrafts } from './crond.js';
import { s6Drafts } from './s6.js';
import { timerDrafts } from './timers.js';

/** What runs wdgen's programs again and again. On NixOS each of their modules has its own timer. */
export const schedule: Backend = {
  id: 'schedule',
  title: 'what runs wdgen programs by the clock',
  drafts,
};

const SCHEDULERS: Readonly<Record<Init, (plan: TargetPlan, jobs: readonly Job[]) => readonly Draft[]>> = {
  systemd: timerDrafts,
  's6-rc': s6Drafts,
  busybox: crondDrafts,
  sysv: crondDrafts,
};

function drafts(plan: TargetPlan): readonly Draft[] {
  const jobs = jobsOf(plan);
  if (plan.platform.kind === 'nixos' || jobs.length === 0) return [];
  return SCHEDULERS[plan.platform.init](plan, jobs);
}
