import type { Need } from '../../plan/types.js';

/** Whole seconds, rounded up: BusyBox' `timeout` and `sleep` take nothing finer everywhere. 0 stays 0. */
export function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}

/** How many of several, as the program reads it: `all`, `any` or a number. */
export function needWord(need: Need): string {
  return need.kind === 'quorum' ? String(need.of) : need.kind;
}
