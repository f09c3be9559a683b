import * as z from 'zod/mini';
import { deferral, described } from './pieces.js';

/** Services and who watches them, as a spec writes it. */

const state = () => described(z.enum(['active', 'deferred']), 'whether the image enforces this');

export const service = () => z.strictObject({ state: state(), deferral: z.optional(deferral()) });
export const monitor = () => z.strictObject({ state: state(), deferral: z.optional(deferral()) });
export const alert = () => z.strictObject({});
