import type { Rule } from '../../../types.js';
import { softened } from '../pieces.js';

/** Units that cannot be active while the checks run, with why. */
const LATER: Readonly<Record<string, string>> = {
  'boot-complete.target': 'is reached only after the slot is marked good',
  'systemd-bless-boot.service': 'runs only after the slot is marked good',
  'rauc-mark-good.service': 'is kept from running: wdgen-commit marks the slot good',
  'wdgen-commit.service': 'is what asks',
};

/** No health check asks for what comes after it. */
export const checkWaitsForItself: Rule = {
  code: 'WD1051',
  check: ({ rollback }) =>
    (rollback?.commit.checks ?? []).flatMap((check, index) => {
      const why = check.kind === 'unit' && Object.hasOwn(LATER, check.name) ? LATER[check.name] : undefined;
      if (rollback === null || check.kind !== 'unit' || why === undefined) return [];
      return [
        {
          at: ['rollback', 'commit', 'checks', index],
          ...softened(rollback.state),
          detail: `${check.name} ${why}, so the check never passes.`,
          help: "name the application's own unit, or a program that asks it",
        },
      ];
    }),
};
