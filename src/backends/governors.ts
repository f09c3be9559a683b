import type { Setting } from '../core/state.js';
import type { PretimeoutGovernor } from '../plan/types.js';

/**
 * The kernel's modules for what may happen at a pretimeout. Both are loaded, because PID 1 sets a pretimeout only where
 * the kernel's own default is there (noop on Debian) and chooses its governor after that: seen with systemd 252, which
 * otherwise says that it detects none and goes on without a pretimeout.
 */
export const GOVERNOR_MODULES: readonly string[] = ['pretimeout_noop', 'pretimeout_panic'];

/** The governor in the states of its pretimeout. It is one for both values: where one is set today, nothing waits. */
export function governorFor(
  { active, deferred }: Setting<number>,
  governor: PretimeoutGovernor,
): Setting<PretimeoutGovernor> {
  if (active !== null) return { active: governor, deferred: null, forbidden: null };
  return { active: null, deferred: deferred === null ? null : governor, forbidden: null };
}
