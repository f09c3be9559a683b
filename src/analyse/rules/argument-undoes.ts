import type { Finding, Rule } from '../types.js';

/** Weakens the watchdog, and breaks nothing. */
const CLOSES = 'a closed device then stops the timer';

/** Kernel arguments that take away what recovery relies on, and why. */
const HARMFUL: readonly (readonly [pattern: RegExp, why: string])[] = [
  [
    /^rootwait$/,
    'it waits for the root device for ever and overrides rootdelay: a slot without its root hangs instead of spending its try',
  ],
  [/^panic=0$/, 'a panic then waits for ever: the slot hangs instead of spending its try'],
  [
    /^watchdog\.handle_boot_enabled=(0|n|N|off)$/,
    'the kernel then does not feed a timer that runs, and it fires during the start',
  ],
  [
    /^systemd\.watchdog[_-]sec=(0|off|infinity)$/,
    'systemd then leaves the watchdog alone, whatever its configuration says',
  ],
  [/^systemd\.watchdog[_-]device=/, 'it overrides the device of the spec'],
  [/^nowayout=0$|\.nowayout=(0|n|N|off)$/, CLOSES],
  [/^init=\/bin\/(sh|bash)$/, 'no init starts: nothing feeds, and nothing marks the slot good'],
];

/** The kernel arguments of the slots leave the recovery in place. */
export const argumentUndoes: Rule = {
  code: 'WD1037',
  check: ({ rollback }) =>
    (rollback?.bootargs ?? []).flatMap((argument): Finding[] => {
      const found = HARMFUL.find(([pattern]) => pattern.test(argument));
      if (found === undefined) return [];
      const mild = rollback?.state !== 'active' || found[1] === CLOSES;
      return [
        {
          at: ['rollback', 'bootargs'],
          ...(mild ? { severity: 'warning' as const } : {}),
          detail: `\`${argument}\` undoes a part of the recovery: ${found[1]}.`,
          help: `remove ${argument}`,
        },
      ];
    }),
};
