import type { Deferral, TargetPlan } from '../plan/types.js';

/** The conditions of a gate in words: `rehearsal, boots:50`. */
export function gateText(deferral: Deferral | null): string {
  return deferral === null || deferral.gate.length === 0 ? 'none' : deferral.gate.join(', ');
}

/** The command that lifts a deferral of the target, or of one of its settings. */
export function enableCommand(plan: TargetPlan, setting?: string): string {
  return `wdgen enable --target ${plan.name}${setting === undefined ? '' : ` --setting ${setting}`}`;
}

/** Why values are deferred and what lifts that, one sentence each. For the comments of generated files. */
export function deferralSentences(
  plan: TargetPlan,
  deferral: Deferral | null,
  setting?: string,
): readonly string[] {
  return [
    `Deferred: ${deferral?.reason ?? 'no reason is given in the spec.'}`,
    `Gate: ${gateText(deferral)}. It is lifted by: ${enableCommand(plan, setting)}`,
  ];
}
