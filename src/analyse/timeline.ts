import type { TargetPlan } from '../plan/types.js';
import { feederHang, kernelHang, panicFigure } from './timeline/hang.js';
import { networkFigures } from './timeline/network.js';
import { withRehearsed } from './timeline/rehearsed.js';
import { rollbackFigures } from './timeline/rollback.js';
import { serviceFigures } from './timeline/services.js';
import { kexecHang, shutdownHang } from './timeline/shutdown.js';
import { bootFigure, gapFigure, initHang, startHang } from './timeline/start.js';
import type { Context, Figure, Measured, Timeline } from './timeline/types.js';

export { sayTerm, sayValue, withoutValue } from './timeline/say.js';
export { total } from './timeline/terms.js';
export type * from './timeline/types.js';

/** Every part of a timeline, in the order in which it is read best. */
const PARTS: readonly ((context: Context) => readonly Figure[])[] = [
  (context) => [feederHang(context), kernelHang(context), panicFigure(context)],
  (context) => [bootFigure(context), gapFigure(context), startHang(context), initHang(context)],
  rollbackFigures,
  (context) => [shutdownHang(context), kexecHang(context)],
  serviceFigures,
  networkFigures,
];

/**
 * Worst-case durations of a target as its image is today, each with its terms. What was measured on the board
 * replaces what is assumed.
 */
export function timeline(plan: TargetPlan, measured: Measured | null = null): Timeline {
  const figures = PARTS.flatMap((part) => part({ plan, measured }));
  return { figures: withRehearsed(figures, plan.boot, measured?.rehearsed) };
}

/** A figure by its id. Throws for an id that no timeline has: a mistake in wdgen. */
export function figureOf({ figures }: Timeline, id: string): Figure {
  const found = figures.find((figure) => figure.id === id);
  if (found === undefined) throw new Error(`the timeline has no figure ${id}`);
  return found;
}
