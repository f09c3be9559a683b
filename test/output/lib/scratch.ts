import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';

/** A folder for many short-lived files: in memory where there is such a place. Deleted after the test. */
export function scratch(t: Test): string {
  const dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'wdgen-test-'));
  t.teardown(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
