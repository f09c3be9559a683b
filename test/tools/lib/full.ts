import process from 'node:process';

/** WDGEN_TEST_FULL=1 asks for the long version of a test: more kill points, more random cases, every shell. */
export const FULL = process.env['WDGEN_TEST_FULL'] === '1';

/** How many repeats: as many as `full` in the long version. */
export function repeats(usual: number, full: number): number {
  return FULL ? full : usual;
}
