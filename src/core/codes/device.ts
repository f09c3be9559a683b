import { type CodeFacts, code } from './facts.js';

/** What runs on the device besides the recovery of network and services: WD0240 to WD0249. */
export const deviceCodes = {
  WD0240: code(
    'error',
    'directory must not be cleaned',
    "A clean-up that is pointed at a directory of the system, of its packages or of people removes what cannot be brought back. It needs a directory of its own, below the application's.",
  ),
  WD0241: code(
    'warning',
    'retention limits nothing',
    'keep, keep-count and keep-bytes are all 0, which means no limit: the directory grows until the disk is full.',
  ),
  WD0242: code(
    'error',
    'retention cannot be kept that way',
    'systemd-tmpfiles knows ages only, runs once a day, and is part of systemd (tmpfiles.d(5), systemd-tmpfiles-clean.timer). Two clean-ups of one directory would count against each other.',
  ),
  WD0243: code(
    'error',
    'doctor cannot read these messages',
    "The messages of a service are in systemd's journal, or in a file that syslog writes: one of the two has to be named, and it has to exist under this init.",
  ),
  WD0244: code(
    'error',
    'patterns and their order do not agree',
    'The first pattern in `order` that matches anything decides what the row says and which command mends it. A pattern that is missing there would never be looked for.',
  ),
} as const satisfies Record<string, CodeFacts>;
