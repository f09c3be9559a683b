import type { Backend } from '../types.js';

/** network self-heal: to come. */
export const selfheal: Backend = { id: 'selfheal', title: 'network self-heal', drafts: () => [] };
