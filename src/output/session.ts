import type { Diagnostic } from '../core/diagnostic.js';
import { failed, ok, type Report } from '../core/report.js';
import { fault } from './faults.js';
import { type Lock, takeLock } from './lock.js';
import { recover } from './recover.js';
import { makeOutDir } from './stage.js';

/** How long a second run waits for the first one. */
export const LOCK_WAIT_MS = 5000;

/** A run that may write. The lock is taken when the first write is due, so a run that changes nothing writes nothing. */
export interface Session {
  /** Takes the lock and recovers what a dead run left, unless done already. */
  readonly begin: () => Report<true>;
  readonly hasBegun: () => boolean;
}

/** Runs `body` with a session and releases the lock afterwards. Turns system errors into a finding. */
export function withSession<T>(
  outDir: string,
  lockWaitMs: number,
  body: (session: Session) => Report<T>,
): Report<T> {
  let lock: Lock | undefined;
  const begin = (): Report<true> => {
    if (lock !== undefined) {
      lock.touch();
      return ok(true);
    }
    makeOutDir(outDir);
    const taken = takeLock(outDir, lockWaitMs);
    lock = taken.value;
    if (lock === undefined) return failed(taken.diagnostics);
    recover(outDir);
    return ok(true);
  };
  let report: Report<T>;
  try {
    report = body({ begin, hasBegun: () => lock !== undefined });
  } catch (error) {
    const left = release(outDir, lock);
    return failed([fault(error, `Writing to ${outDir}`), ...left]);
  }
  return { ...report, diagnostics: [...report.diagnostics, ...release(outDir, lock)] };
}

/** A lock that cannot be deleted is dead as soon as this process ends, and taken over by the next run. */
function release(outDir: string, lock: Lock | undefined): readonly Diagnostic[] {
  try {
    lock?.release();
    return [];
  } catch (error) {
    return [fault(error, `Removing the lock of ${outDir}`, 'The targets themselves are complete.')];
  }
}

/** Runs something that only reads; turns system errors into a finding. */
export function reading<T>(outDir: string, body: () => Report<T>): Report<T> {
  try {
    return body();
  } catch (error) {
    return failed([fault(error, `Reading ${outDir}`)]);
  }
}
