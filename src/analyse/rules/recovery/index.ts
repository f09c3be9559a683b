import type { Rule } from '../../types.js';

/** The rules about counters, network self-heal and service watchdogs, in the order of their codes: WD1050 to WD1099. */
export const recoveryRules: readonly Rule[] = [];
