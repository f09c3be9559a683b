import { pc } from './guests/pc.js';
import { uboot } from './guests/uboot.js';
import { pcScenarios } from './scenarios/pc.js';
import { ubootScenarios } from './scenarios/uboot.js';
import type { MachineKind, Scenario } from './types.js';

/** What can be rehearsed, and on what. */
export interface Registry {
  readonly machines: readonly MachineKind[];
  /** In the order in which they are listed and run. */
  readonly scenarios: readonly Scenario[];
}

/** Every machine and scenario of wdgen. A new one is added here. */
export const registry: Registry = {
  machines: [pc, uboot],
  scenarios: [...pcScenarios, ...ubootScenarios],
};
