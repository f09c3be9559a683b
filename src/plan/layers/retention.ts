import { fromSpec, type Notes } from '../notes.js';
import type { PlatformPlan, RetentionPlan } from '../types.js';

/** Directories that are kept from growing. */
export function resolveRetentions(notes: Notes, _platform: PlatformPlan): readonly RetentionPlan[] {
  fromSpec(notes, ['retentions'], ['retention'], 'none', notes.target.value.retention !== undefined);
  return [];
}
