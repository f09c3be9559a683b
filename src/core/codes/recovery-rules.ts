import type { CodeFacts } from './facts.js';
import { networkRulesCodes } from './network-rules.js';
import { rollbackRulesCodes } from './rollback-rules.js';
import { serviceRulesCodes } from './service-rules.js';

/** Rules about counters, network self-heal and service watchdogs: WD1050 to WD1099. */
export const recoveryRulesCodes = {
  ...rollbackRulesCodes,
  ...networkRulesCodes,
  ...serviceRulesCodes,
} as const satisfies Record<string, CodeFacts>;
