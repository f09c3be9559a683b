import type { Job } from '../jobs.js';

/** What jobs follow from, for the manifest. */
export function originOf(jobs: readonly Job[]): readonly string[] {
  return [...new Set(jobs.flatMap(({ origin }) => origin))];
}
