import { sayDuration } from '../core/duration.js';
import type { KeyPath } from '../core/path.js';
import { compareText } from '../core/report.js';
import { type Draft, isAtOrBelow, type PlanChange, RISKS, wordsFor } from './compare/change.js';
import { compareKernel } from './compare/kernel.js';
import { changedLeaves } from './compare/leaves.js';
import { compareMechanisms } from './compare/mechanisms.js';
import { compareNetwork } from './compare/network.js';
import { compareOrder } from './compare/order.js';
import { compareRest } from './compare/rest.js';
import { compareRollback } from './compare/rollback.js';
import { compareServices } from './compare/services.js';
import { compareSilenced } from './compare/silenced.js';
import { compareWatchdog } from './compare/watchdog.js';
import type { NetworkPlan, TargetPlan } from './types.js';
import { feederWord } from './words.js';

export { type PlanChange, RISKS, type Risk } from './compare/change.js';

/** What changes from one plan of a target to another, in words; an absent side is a target that is new or gone. */
export function comparePlans(before: TargetPlan | undefined, after: TargetPlan | undefined): PlanChange[] {
  if (before === undefined) return after === undefined ? [] : [whole(after, 'new')];
  if (after === undefined) return [whole(before, 'gone')];
  const told = [
    ...compareWatchdog(before.watchdog, after.watchdog),
    ...compareKernel(before.kernel, after.kernel),
    ...compareRollback(before.rollback, after.rollback),
    ...compareServices(before, after),
    ...compareIds(before, after),
    ...compareNetwork(before.network, after.network),
    ...compareMechanisms(before, after),
    ...compareOrder(before, after),
    ...compareSilenced(before.silenced, after.silenced),
  ];
  const rest = changedLeaves(before, after).filter(({ path }) => !told.some((draft) => tells(draft, path)));
  const drafts = [...told, ...compareRest(rest, before, after)];
  return sortChanges(
    drafts.map(({ at, also: _, ...draft }) => ({ target: after.name, path: wordsFor(at), ...draft })),
  );
}

/** The gravest first, then by target; within that as a machine boots. */
export function sortChanges(changes: readonly PlanChange[]): PlanChange[] {
  return changes.toSorted(
    (a, b) => RISKS.indexOf(a.risk) - RISKS.indexOf(b.risk) || compareText(a.target, b.target),
  );
}

/**
 * Whether a draft tells of a place, or of what came in the place of nothing. What is armed follows from feeder and
 * runtime and is told with them.
 */
function tells({ at, also = [] }: Draft, path: KeyPath): boolean {
  if (path.join('.') === 'watchdog.armed' || isAtOrBelow(at, path)) return true;
  return [at, ...also].some((top) => isAtOrBelow(path, top));
}

/** Another board or driver: all its facts change with it and are not told one by one. */
function compareIds(before: TargetPlan, after: TargetPlan): Draft[] {
  const board = {
    at: ['board'],
    before: before.board.id,
    after: after.board.id,
    sentence: `the image is for another board: ${after.board.title}`,
  };
  const driver = {
    at: ['watchdog', 'driver'],
    before: before.watchdog.driver.id,
    after: after.watchdog.driver.id,
    sentence: `another watchdog is used: ${after.watchdog.driver.title}`,
  };
  return [board, driver]
    .filter((one) => one.before !== one.after)
    .map((one) => ({ ...one, risk: 'boots' as const }));
}

/** A target that stands on one side only. */
function whole(plan: TargetPlan, kind: 'new' | 'gone'): PlanChange {
  const enforced = enforcedIn(plan);
  const what = enforced.length === 0 ? 'nothing in it is enforced' : `it enforces ${enforced.join(', ')}`;
  const said = enforced.length === 0 ? 'nothing enforced' : enforced.join(', ');
  return kind === 'new'
    ? {
        target: plan.name,
        path: '',
        risk: enforced.length === 0 ? 'documents' : 'arms',
        sentence: `new target; ${what}`,
        before: null,
        after: said,
      }
    : {
        target: plan.name,
        path: '',
        risk: enforced.length === 0 ? 'documents' : 'disarms',
        sentence:
          enforced.length === 0
            ? 'the target is gone; nothing in it was enforced'
            : `the target is gone; it enforced ${enforced.join(', ')}`,
        before: said,
        after: null,
      };
}

function enforcedIn({ watchdog, rollback, network, ...plan }: TargetPlan): string[] {
  const { feeder, runtimeMs, rebootMs, kexecMs, openTimeoutMs, nowayout } = watchdog;
  const limits = [
    ['a reboot limit of', rebootMs],
    ['a kexec limit of', kexecMs],
    ['an open timeout of', openTimeoutMs],
  ] as const;
  return [
    ...(feeder.active === null || runtimeMs.active === null
      ? []
      : [`a timeout of ${sayDuration(runtimeMs.active)} that ${feederWord(feeder.active)} feeds`]),
    ...limits.flatMap(([name, { active }]) => (active === null ? [] : [`${name} ${sayDuration(active)}`])),
    ...(nowayout.active === true ? ['nowayout'] : []),
    ...(rollback?.state === 'active' ? [`rollback (${rollback.scheme})`] : []),
    ...(network?.state === 'active' ? [ladder(network)] : []),
    ...plan.services.filter(isActive).map(({ name }) => `the watch over ${name}`),
    ...plan.monitors.filter(isActive).map(({ name }) => `the search for ${name}`),
    ...plan.retentions.filter(isActive).map(({ name }) => `the clean-up of ${name}`),
  ];
}

function isActive({ state }: { readonly state: 'active' | 'deferred' }): boolean {
  return state === 'active';
}

function ladder({ reboot }: NetworkPlan): string {
  return `network self-heal${reboot.state === 'active' ? ' that may reboot' : ''}`;
}
