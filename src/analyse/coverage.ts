import { withAllActive } from '../plan/enabled.js';
import type { TargetPlan } from '../plan/types.js';
import { environment, kexecHangs, newSlot, powerCut, shutdownHangs } from './coverage/rollback.js';
import {
  diskFull,
  emergency,
  feederDies,
  kernelLockup,
  kernelPanic,
  pid1,
  userspaceWedge,
} from './coverage/running.js';
import { sayCell, sayShort } from './coverage/say.js';
import { networkOutage, networkWedge, processGone, serviceCrash, serviceStall } from './coverage/services.js';
import { initrdHang, kernelStart, loaderHang, rootMissing } from './coverage/start.js';
import type { Cell, Coverage, Mode, Row, Situation } from './coverage/types.js';
import { figureOf, type Measured, timeline } from './timeline.js';

export { sayBrief, sayCell, sayShort } from './coverage/say.js';
export type * from './coverage/types.js';

/** Every way to fail that wdgen judges, as a machine boots, runs and goes down. */
export const MODES: readonly Mode[] = [
  loaderHang,
  kernelStart,
  rootMissing,
  initrdHang,
  kernelPanic,
  kernelLockup,
  pid1,
  feederDies,
  userspaceWedge,
  emergency,
  serviceStall,
  serviceCrash,
  processGone,
  networkWedge,
  networkOutage,
  diskFull,
  shutdownHangs,
  kexecHangs,
  newSlot,
  environment,
  powerCut,
];

/**
 * What catches each failure of a target: in the image of today, and with everything active that is deferred. Several
 * rules and the runbook ask, each about the same plan, so the answer is kept as long as the plan is.
 */
export function coverage(plan: TargetPlan, measured: Measured | null = null): Coverage {
  if (measured !== null) return judged(plan, measured);
  const known = answers.get(plan) ?? judged(plan, null);
  answers.set(plan, known);
  return known;
}

const answers = new WeakMap<TargetPlan, Coverage>();

function judged(plan: TargetPlan, measured: Measured | null): Coverage {
  const all = withAllActive(plan);
  const [today, enabled] = [situationOf(plan, measured), situationOf(all, measured)];
  const rows = MODES.map(
    ({ id, title, judge }): Row => ({ id, title, today: judge(today), enabled: judge(enabled) }),
  );
  return { target: plan.name, rows, waits: JSON.stringify(all) !== JSON.stringify(plan) };
}

function situationOf(plan: TargetPlan, measured: Measured | null): Situation {
  const times = timeline(plan, measured);
  return {
    plan,
    figure: (id) => figureOf(times, id),
    figures: (prefix) => times.figures.filter(({ id }) => id.startsWith(prefix)),
  };
}

/** A failure that another image catches differently. */
export interface CoverageChange {
  readonly target: string;
  readonly id: string;
  readonly title: string;
  /** In a few words; in full where those would not tell the difference. */
  readonly from: string;
  readonly to: string;
}

/** Nothing catches it; another reason for that is no news. */
function isOpen({ verdict }: Cell): boolean {
  return verdict === 'open' || verdict === 'none';
}

/** The failures that two images of a target catch differently, in words. */
export function coverageChanges(before: TargetPlan, after: TargetPlan): CoverageChange[] {
  const now = coverage(after).rows;
  return coverage(before).rows.flatMap(({ id, title, today: old }, index) => {
    const cell = now[index]?.today ?? old;
    const uncaught = isOpen(old) && isOpen(cell);
    if (uncaught || sayCell(old) === sayCell(cell)) return [];
    const say = sayShort(old) === sayShort(cell) ? sayCell : sayShort;
    return [{ target: after.name, id, title, from: say(old), to: say(cell) }];
  });
}
