import { NEVER_CLEANED, SHARED } from '../../core/cleaned-paths.js';
import type { RetentionPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { wrapComment } from '../quote/comment.js';
import type { Quoted } from '../quote/quoted.js';
import { shAssignment, shWord } from '../quote/sh.js';
import type { Draft, View } from '../types.js';

/** The program for all directories of a target. `backends/jobs.ts` has it run by the clock. */
export function program(plan: TargetPlan, folders: readonly RetentionPlan[]): readonly Draft[] {
  if (folders.length === 0) return [];
  const nixos = plan.platform.kind === 'nixos';
  return [
    {
      path: nixos ? 'modules/wdgen-retention' : 'rootfs/usr/libexec/wdgen/retention',
      mode: 0o755,
      template: 'retention/retention',
      language: 'sh',
      view: {
        header: header(plan, 'sh'),
        never: listOf('never', NEVER_CLEANED),
        shared: listOf('shared', SHARED),
        folders: folders.map(folderView),
      },
      state: 'active',
      origin: ['retentions'],
    },
  ];
}

/** Words that the shell splits, on lines that a person can read. */
function listOf(name: string, words: readonly string[]): Quoted {
  return shAssignment(name, wrapComment(words.join(' '), 68).join('\n\t'));
}

function folderView({ name, path, keepMs, keepCount, keepBytes, everyMs }: RetentionPlan): View {
  const every = Math.ceil(everyMs / 1000);
  return {
    name: shWord(name),
    path: shWord(path),
    seconds: Math.ceil(keepMs / 1000),
    count: keepCount,
    kib: Math.ceil(keepBytes / 1024),
    // Who starts it strikes a moment early at times, and the run would be left out.
    every: every - Math.min(30, Math.floor(every / 10)),
  };
}
