import type { Rule } from '../../../types.js';

/** Names that half of the processes of an image have in their command line. */
const COMMON =
  /^((\/usr)?\/bin\/)?(python[0-9.]*|perl|ruby|node|java|lua|sh|bash|dash|ash|busybox|env|init|systemd)$/;

/** The text that is looked for belongs to one service. */
export const monitorFindsOthers: Rule = {
  code: 'WD1094',
  check: ({ monitors }) =>
    monitors
      .filter(({ process }) => COMMON.test(process))
      .map(({ name, process }) => ({
        at: ['monitors', name, 'process'],
        detail: `Every process of "${process}" is taken for the service, so it is never missed.`,
        help: 'write the script\'s name too, for example "telemetry_client.py"',
      })),
};
