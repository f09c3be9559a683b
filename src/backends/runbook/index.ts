import type { TargetPlan } from '../../plan/types.js';
import type { Backend, Draft } from '../types.js';
import { runbookView } from './view.js';

/** What the person on call needs to know about this target, in one file. */
export const runbook: Backend = {
  id: 'runbook',
  title: 'runbook',
  drafts,
};

function drafts(plan: TargetPlan): readonly Draft[] {
  return [
    {
      path: 'RUNBOOK.md',
      mode: 0o644,
      template: 'runbook/RUNBOOK.md',
      language: 'markdown',
      view: runbookView(plan),
      state: 'active',
      origin: ['board', 'platform', 'kernel', 'watchdog', 'rollback', 'network', 'retentions', 'doctor'],
    },
  ];
}
