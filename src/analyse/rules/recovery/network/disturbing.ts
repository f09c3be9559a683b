import type { StepAction, StepPlan } from '../../../../plan/types.js';

/** What takes the link or the address away while it acts. */
const DISTURBS: readonly StepAction['kind'][] = ['bounce', 'renegotiate', 'force-speed', 'dhcp'];

/** Whether a step disturbs a network that works. A script may, too: nobody can see it here. */
export function disturbs({ action }: StepPlan): boolean {
  return DISTURBS.includes(action.kind);
}

/** Whether the network can only be better after the step: it does something to it. */
export function mends(step: StepPlan): boolean {
  return disturbs(step) || step.action.kind === 'restart';
}
