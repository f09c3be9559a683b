import type { KeyPath } from '../../core/path.js';
import type { Setting } from '../../core/state.js';
import { inWords } from '../words.js';
import type { Draft, Risk } from './change.js';
import { same } from './leaves.js';

/** What a change of what is enforced means. */
export interface Meaning {
  readonly risk: Risk;
  readonly sentence: string;
}

/** The two sides of a setting, and how to tell of its enforced value. */
export interface SettingChange<T> {
  readonly at: KeyPath;
  /** What people call it. */
  readonly called: string;
  readonly before: Setting<T>;
  readonly after: Setting<T>;
  readonly active: (before: T | null, after: T | null) => Meaning;
}

/** What changes in a setting: what is enforced, what is planned, what must not be. */
export function compareSetting<T>(change: SettingChange<T>): Draft[] {
  return [...enforced(change), ...planned(change), ...forbidden(change)];
}

function enforced<T>({ at, before, after, active }: SettingChange<T>): Draft[] {
  if (same(before.active, after.active)) return [];
  return [
    {
      at: [...at, 'active'],
      ...(moves(before, after) ? { also: [[...at, 'deferred']] } : {}),
      ...active(before.active, after.active),
      before: wordOrNull(at, before.active),
      after: wordOrNull(at, after.active),
    },
  ];
}

/** Enabling moves the planned value to the enforced one, deferring moves it back: one change, not two. */
function moves<T>(before: Setting<T>, after: Setting<T>): boolean {
  const enabled = before.deferred !== null && after.deferred === null && same(before.deferred, after.active);
  const deferred = after.deferred !== null && before.deferred === null && same(after.deferred, before.active);
  return enabled || deferred;
}

function planned<T>({ at, called, before, after }: SettingChange<T>): Draft[] {
  if (same(before.deferred, after.deferred) || moves(before, after)) return [];
  const [from, to] = [wordOrNull(at, before.deferred), wordOrNull(at, after.deferred)];
  const sentence =
    to === null
      ? `nothing is planned for ${called} any more (it was ${from})`
      : from === null
        ? `${called} ${to} is planned, and not enforced`
        : `the plan for ${called} changes from ${from} to ${to}; neither is enforced`;
  return [{ at: [...at, 'deferred'], risk: 'documents', sentence, before: from, after: to }];
}

function forbidden<T>({ at, called, before, after }: SettingChange<T>): Draft[] {
  if (before.forbidden === after.forbidden) return [];
  const sentence =
    after.forbidden === null
      ? `${called} is not forbidden any more`
      : `${called} must not be enforced on this board: ${after.forbidden}`;
  const sides = { before: before.forbidden, after: after.forbidden };
  return [{ at: [...at, 'forbidden'], risk: 'documents', sentence, ...sides }];
}

/** A value in words, or null for none. */
export function wordOrNull(at: KeyPath, value: unknown): string | null {
  return value === null || value === undefined ? null : inWords(at, value);
}
