import { budgetHolds } from './budget-holds.js';
import { marksOnlyHealth } from './marks-only-health.js';
import { neverStranded } from './never-stranded.js';
import { hasEnd, noResetLoop } from './no-reset-loop.js';
import { outageEndsReboots } from './outage-ends-reboots.js';
import { outageSparesSlots } from './outage-spares-slots.js';
import { powerCuts } from './power-cuts.js';
import { stepsReachable } from './steps-reachable.js';
import type { Property } from './types.js';

/** Every property, in the order of its code. */
export const properties: readonly Property[] = [
  neverStranded,
  noResetLoop,
  hasEnd,
  marksOnlyHealth,
  outageSparesSlots,
  budgetHolds,
  outageEndsReboots,
  stepsReachable,
  powerCuts,
];
