import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';

/**
 * A folder that is deleted when the test has ended, after what was started in it was stopped: teardowns run in the
 * opposite order. tap's `testdir` is deleted before them, under the hands of whatever still writes there.
 */
export function tempFolder(t: Test, under = tmpdir()): string {
  const folder = mkdtempSync(join(under, 'wdgen-test-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
