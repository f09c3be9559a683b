import * as z from 'zod/mini';
import { deferrable, described } from './pieces.js';

/** Bounded clean-up of a directory, as a spec writes it. */
export const retention = () =>
  z.strictObject({
    state: described(z.enum(['active', 'deferred']), 'whether the image enforces this'),
    ...deferrable(),
  });
