import type { Backend } from '../types.js';

/** retention: to come. */
export const retention: Backend = { id: 'retention', title: 'retention', drafts: () => [] };
