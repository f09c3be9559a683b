import type { Scenario } from '../types.js';
import { brokenSlot } from './uboot/broken-slot.js';
import { commitFails } from './uboot/commit-fails.js';
import { commitSucceeds } from './uboot/commit-succeeds.js';
import { powerCuts } from './uboot/power-cuts.js';
import { slotPanics } from './uboot/slot-panics.js';
import { slotsExhausted } from './uboot/slots-exhausted.js';

/** What can go wrong with slots that U-Boot counts, in the order in which it is run. */
export const ubootScenarios: readonly Scenario[] = [
  brokenSlot,
  slotPanics,
  commitSucceeds,
  commitFails,
  powerCuts,
  slotsExhausted,
];
