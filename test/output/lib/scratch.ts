import { existsSync } from 'node:fs';
import type { Test } from 'tap';
import { tempFolder } from '../../lib/temp-folder.js';

/** A folder for many short-lived files: in memory where there is such a place. Deleted after the test. */
export function scratch(t: Test): string {
  return existsSync('/dev/shm') ? tempFolder(t, '/dev/shm') : tempFolder(t);
}
