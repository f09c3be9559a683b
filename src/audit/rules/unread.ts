import type { AuditRule } from './types.js';

/** What lies where a configuration belongs can be read. */
export const unreadable: AuditRule = {
  code: 'WD1206',
  check: ({ found: { unread } }) =>
    unread.map(({ place, why }) => ({
      place,
      detail: `${place.in.file} could not be read as a configuration: ${why}.`,
      help: 'look at it; the rest of the audit goes on without it',
    })),
};
