import type { Backend } from '../types.js';

/** service watchdogs: to come. */
export const services: Backend = { id: 'services', title: 'service watchdogs', drafts: () => [] };
