import { candidates } from '../settings.js';
import type { Rule } from '../types.js';

/** systemd.conf(5): RuntimeWatchdogPreSec= was added in version 251. */
const SINCE = 251;

/** systemd knows the pretimeout. */
export const pretimeoutNeedsSystemd: Rule = {
  code: 'WD1034',
  check: ({ image: { systemd }, watchdog: { pretimeoutMs } }) => {
    if (systemd === null || systemd >= SINCE) return [];
    return candidates(pretimeoutMs).map(({ state }) => ({
      at: ['watchdog', 'pretimeoutMs'],
      state,
      detail: `RuntimeWatchdogPreSec came with systemd ${SINCE}; version ${systemd} writes a line to the log and goes on without a pretimeout.`,
      help: 'remove `pretimeout`',
      because: [{ path: ['image', 'systemd'], says: 'version of systemd' }],
    }));
  },
};
