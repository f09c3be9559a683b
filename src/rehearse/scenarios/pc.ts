import type { Scenario } from '../types.js';
import { feederStopped } from './pc/feeder-stopped.js';

/** What can go wrong on a PC, gentlest first. */
export const pcScenarios: readonly Scenario[] = [feederStopped];
