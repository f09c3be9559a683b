import { recoveryRules } from '../../src/analyse/rules/recovery/index.js';
import { codes } from '../../src/core/codes.js';
import type { TargetPlan } from '../../src/plan/types.js';

/** What the rules about recovery find in a plan: `warning WD1050`, in the order of the codes. */
export function recoveryFindings(plan: TargetPlan): string[] {
  return recoveryRules.flatMap(({ code, check }) =>
    check(plan, () => true).map(({ severity }) => `${severity ?? codes[code].severity} ${code}`),
  );
}
