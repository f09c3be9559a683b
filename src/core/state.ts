/** The three states a setting can be in. `null` members are absent ones; `forbidden` excludes the others. */
export interface Setting<T> {
  /** Enforced in the image today. */
  readonly active: T | null;
  /** The documented target that `enable` moves to; not enforced. */
  readonly deferred: T | null;
  /** Why the setting must not be enforced on this board. */
  readonly forbidden: string | null;
}

/** The word for what is enforced now: an active value wins over a deferred one that waits behind it. */
export type State = 'active' | 'deferred' | 'forbidden';

/** The state of a setting as it is today; undefined when the setting was never written. */
export function stateOf(setting: Setting<unknown>): State | undefined {
  if (setting.forbidden !== null) return 'forbidden';
  if (setting.active !== null) return 'active';
  return setting.deferred === null ? undefined : 'deferred';
}

/** A setting nobody wrote. */
export const unset: Setting<never> = { active: null, deferred: null, forbidden: null };
