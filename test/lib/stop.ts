import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Test } from 'tap';

/** Kills a process when the test has ended, and waits until neither it nor a child of it holds its output. */
export function stopAfter(t: Test, child: ChildProcess): void {
  const closed = once(child, 'close');
  t.teardown(async () => {
    child.kill('SIGKILL');
    await closed;
  });
}
