import type { Backend } from '../types.js';

/** doctor on the device: to come. */
export const doctor: Backend = { id: 'doctor', title: 'doctor on the device', drafts: () => [] };
