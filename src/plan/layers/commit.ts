import type { RollbackSpec } from '../../spec/schema.js';
import { complain, fromSpec, type Notes } from '../notes.js';
import type { CommitPlan, HealthCheck, PlatformPlan } from '../types.js';
import { toMs } from './watchdog.js';

/** The one path that marks a slot good; undefined when the spec has none, which has been complained about. */
export function resolveCommit(
  notes: Notes,
  { commit }: RollbackSpec,
  platform: PlatformPlan,
): CommitPlan | undefined {
  if (commit === undefined) return undefined;
  const checks = commit.checks.map(readCheck);
  for (const [index, check] of checks.entries()) {
    if (check.kind === 'program' || platform.init === 'systemd') continue;
    complain(notes, 'WD0212', ['rollback', 'commit', 'checks', index], {
      detail: `A unit cannot be asked: this image runs ${platform.init}.`,
      help: 'name a program',
    });
  }
  fromSpec(notes, ['rollback', 'commit', 'checks'], ['rollback', 'commit', 'checks'], '', true);
  for (const index of checks.keys()) {
    const path = ['rollback', 'commit', 'checks', index] as const;
    fromSpec(notes, path, path, '', true);
  }
  fromSpec(notes, ['rollback', 'commit', 'timeoutMs'], ['rollback', 'commit', 'timeout'], '', true);
  fromSpec(
    notes,
    ['rollback', 'commit', 'retryMs'],
    ['rollback', 'commit', 'retry'],
    'a pause that a slow service can use',
    commit.retry !== undefined,
  );
  return { checks, timeoutMs: toMs(commit.timeout), retryMs: toMs(commit.retry ?? '5s') };
}

function readCheck(text: string): HealthCheck {
  return text.startsWith('unit:')
    ? { kind: 'unit', name: text.slice('unit:'.length) }
    : { kind: 'program', path: text };
}
