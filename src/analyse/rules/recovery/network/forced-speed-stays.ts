import type { Rule } from '../../../types.js';

/** What forces a speed is followed, in a later round, by what negotiates anew. */
export const forcedSpeedStays: Rule = {
  code: 'WD1081',
  check: ({ network }) => {
    const steps = network?.steps ?? [];
    if (steps.some(({ action }) => action.kind === 'renegotiate')) return [];
    return steps
      .filter(({ action }) => action.kind === 'force-speed')
      .map(({ name }) => ({
        at: ['network', 'steps', name],
        detail: `After "${name}" the link keeps the speed until the next reboot, whatever is at the other end.`,
        help: 'add a step with do = "renegotiate" before it',
      }));
  },
};
