import * as z from 'zod/mini';
import { deferral, described } from './pieces.js';

/** Network self-heal, as a spec writes it. */
export const network = () =>
  z.strictObject({
    state: described(z.enum(['active', 'deferred']), 'whether the image enforces this'),
    deferral: z.optional(deferral()),
  });
