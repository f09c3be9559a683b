import type { Backend } from '../types.js';

/** process monitors: to come. */
export const monitor: Backend = { id: 'monitor', title: 'process monitors and alerts', drafts: () => [] };
