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
  WD0604: code(
    'error',
    'cannot be compared',
    'diff takes git revisions, spec files and output folders. A revision needs git, a repository around the spec, and that revision in it; a shallow clone holds only the newest. A name of a file or folder wins over the same name of a branch: write refs/heads/NAME for the branch.',
  ),
} as const satisfies Record<string, CodeFacts>;
