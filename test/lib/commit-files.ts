import { commit } from '../../src/backends/commit/index.js';
import type { Artefact } from '../../src/backends/types.js';
import { type RollbackOverrides, rock64Fixture } from './plan-rollback.js';
import { artefactsOf } from './s6rc.js';

export const PROGRAM = '/usr/libexec/wdgen/commit';
export const INTENDED = '/usr/libexec/wdgen/intended-reboot';
export const CHECK = '/usr/libexec/check-network';

/** What the backend makes for a Buildroot image with one health check and short times; anything may differ. */
export function commitFiles({ rollback, ...more }: RollbackOverrides = {}): readonly Artefact[] {
  const commitPlan = {
    checks: [{ kind: 'program', path: CHECK }],
    timeoutMs: 3000,
    retryMs: 1000,
  } as const;
  const plan = rock64Fixture({
    platform: { kind: 'buildroot', init: 'busybox' },
    ...more,
    rollback: { commit: commitPlan, ...rollback },
  });
  return artefactsOf(commit, plan);
}

/** The text of one of them. */
export function fileOf(files: readonly Artefact[], path: string): Artefact {
  const found = files.find((file) => file.path === path);
  if (found === undefined) throw new Error(`no ${path} among ${files.map((file) => file.path)}`);
  return found;
}
