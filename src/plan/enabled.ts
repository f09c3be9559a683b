import { isSetting } from './lookup.js';
import type { TargetPlan } from './types.js';

/** The plan as it would be with everything active that is deferred. Nothing is resolved again: values stay as they are. */
export function withAllActive(plan: TargetPlan): TargetPlan {
  const all = enabled(plan) as TargetPlan;
  const { feeder, runtimeMs } = all.watchdog;
  const armed = feeder.active !== null && runtimeMs.active !== null;
  return { ...all, watchdog: { ...all.watchdog, armed } };
}

/** Settings move to their target; mechanisms that say their state become active; a deferral has nothing left to say. */
function enabled(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isSetting(value))
    return value.deferred === null ? value : { active: value.deferred, deferred: null, forbidden: null };
  if (Array.isArray(value)) return value.map(enabled);
  const entries = Object.entries(value).map(([key, inner]) => {
    if (key === 'deferral') return [key, null] as const;
    if (key === 'state' && inner === 'deferred') return [key, 'active'] as const;
    return [key, enabled(inner)] as const;
  });
  return Object.fromEntries(entries);
}
