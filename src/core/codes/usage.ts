import { type CodeFacts, code } from './facts.js';

/** The command line: WD06. */
export const usageCodes = {
  WD0601: code('error', 'usage', 'The command line could not be understood.'),
  WD0602: code(
    'error',
    'nothing to explain',
    'explain takes a diagnostic code (WD1001) or a path into the plan (rock64.watchdog.runtime).',
  ),
  WD0603: code('error', 'file exists already', 'wdgen never overwrites a spec.'),
} as const satisfies Record<string, CodeFacts>;
