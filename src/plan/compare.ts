import { sayDuration } from '../core/duration.js';
import type { KeyPath } from '../core/path.js';
import { compareText } from '../core/report.js';
import { type Draft, isAtOrBelow, type PlanChange, RISKS, wordsFor } from './compare/change.js';
import { compareKernel } from './compare/kernel.js';
import { type ChangedLeaf, changedLeaves } from './compare/leaves.js';
import { compareRest } from './compare/rest.js';
import { compareRollback } from './compare/rollback.js';
import { compareWatchdog } from './compare/watchdog.js';
import type { TargetPlan } from './types.js';
import { feederWord } from './words.js';

export { type PlanChange, RISKS, type Risk } from './compare/change.js';

/** What changes from one plan of a target to another, in words; an absent side is a target that is new or gone. */
export function comparePlans(before: TargetPlan | undefined, after: TargetPlan | undefined): PlanChange[] {
  if (before === undefined) return after === undefined ? [] : [whole(after, true)];
  if (after === undefined) return [whole(before, false)];
  const leaves = changedLeaves(before, after);
  if (leaves.length === 0 && sameOrder(before, after)) return [];
  const told = [
    ...compareWatchdog(before.watchdog, after.watchdog),
    ...compareKernel(before.kernel, after.kernel),
    ...compareRollback(before.rollback, after.rollback),
    ...compareIds(before, after),
  ];
  const rest = leaves.filter(({ path }) => !told.some((draft) => tells(draft, path)) && !isArmed(path, told));
  const drafts = [...told, ...compareRest(rest, before, after)];
  return sortChanges(
    drafts.map(({ at, also: _, ...draft }) => ({ target: after.name, path: wordsFor(at), ...draft })),
  );
}
