import type { CodeFacts } from './facts.js';

/** Rules about counters, network self-heal and service watchdogs: WD1050 to WD1099. */
export const recoveryRulesCodes = {} as const satisfies Record<string, CodeFacts>;
