import { coverage } from '../../analyse/coverage.js';
import type { TargetPlan } from '../../plan/types.js';
import type { Backend, Draft } from '../types.js';
import { pictureView } from './picture.js';
import { runbookView } from './view.js';

/** What the person on call needs to know about this target, in one file. */
export const runbook: Backend = {
  id: 'runbook',
  title: 'runbook',
  drafts,
};

const ORIGIN = [
  'board',
  'platform',
  'kernel',
  'watchdog',
  'rollback',
  'boot',
  'network',
  'services',
  'monitors',
  'retentions',
  'doctor',
];

function drafts(plan: TargetPlan): readonly Draft[] {
  const judged = coverage(plan);
  const from = { mode: 0o644, state: 'active', origin: ORIGIN } as const;
  return [
    {
      ...from,
      path: 'RUNBOOK.md',
      template: 'runbook/RUNBOOK.md',
      language: 'markdown',
      view: runbookView(plan, judged),
    },
    {
      ...from,
      path: 'coverage.svg',
      template: 'runbook/coverage.svg',
      language: 'xml',
      view: pictureView(plan, judged),
    },
  ];
}
