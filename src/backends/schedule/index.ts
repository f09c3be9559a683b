import type { Backend } from '../types.js';

/** what runs by the clock: to come. */
export const schedule: Backend = { id: 'schedule', title: 'schedules', drafts: () => [] };
