import { fromSpec, type Notes } from '../notes.js';
import type { NetworkPlan, PlatformPlan } from '../types.js';

/** Network self-heal; null when the spec has none, or after a complaint. */
export function resolveNetwork(notes: Notes, _platform: PlatformPlan): NetworkPlan | null {
  fromSpec(notes, ['network'], ['network'], 'no network self-heal', notes.target.value.network !== undefined);
  return null;
}
