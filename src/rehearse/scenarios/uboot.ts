import type { Scenario } from '../types.js';
import { brokenSlot } from './uboot/broken-slot.js';

/** What can go wrong with slots that U-Boot counts, in the order in which it is run. */
export const ubootScenarios: readonly Scenario[] = [brokenSlot];
