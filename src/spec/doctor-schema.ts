import * as z from 'zod/mini';

/** The doctor on the device, as a spec writes it. */
export const doctor = () => z.strictObject({});
