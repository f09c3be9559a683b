import type { Backend } from '../types.js';
import { watchdogdDrafts } from './view.js';

/** troglobit watchdogd as the feeder: its configuration. Who starts it is the init's, or its package's, affair. */
export const watchdogd: Backend = { id: 'watchdogd', title: 'watchdogd.conf', drafts: watchdogdDrafts };
