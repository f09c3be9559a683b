import { parseDuration } from '../core/duration.js';

/** What lifts a deferral. */
export type Gate =
  | { readonly kind: 'rehearsal' | 'fired' | 'approval' }
  | { readonly kind: 'boots'; readonly count: number }
  | { readonly kind: 'soak'; readonly ms: number; readonly said: string };

/** Reads a gate as a spec writes it; undefined for what is none. */
export function parseGate(text: string): Gate | undefined {
  if (text === 'rehearsal' || text === 'fired' || text === 'approval') return { kind: text };
  const boots = /^boots:([1-9][0-9]{0,5})$/.exec(text)?.[1];
  if (boots !== undefined) return { kind: 'boots', count: Number(boots) };
  const said = text.startsWith('soak:') ? text.slice('soak:'.length) : '';
  const soak = parseDuration(said);
  return soak.ok ? { kind: 'soak', ms: soak.ms, said } : undefined;
}
