import { fromSpec, type Notes } from '../notes.js';
import type { DoctorPlan, PlatformPlan } from '../types.js';

/** The doctor on the device; null when the spec has none. */
export function resolveDoctor(notes: Notes, _platform: PlatformPlan): DoctorPlan | null {
  fromSpec(notes, ['doctor'], ['doctor'], 'no doctor', notes.target.value.doctor !== undefined);
  return null;
}
