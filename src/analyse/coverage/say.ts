import { sayTime } from '../../core/duration.js';
import type { Cell } from './types.js';

/** A cell in one line. */
export function sayCell({ verdict, effect, by, worstMs, why }: Cell): string {
  if (verdict === 'none') return `nothing to cover: ${why}`;
  if (verdict === 'open') return `not covered: ${why}`;
  const within = worstMs === null ? '' : ` within ${sayTime(worstMs)}`;
  const caught = `${effect}${within} by ${by}`;
  return verdict === 'covered' ? caught : `partly: ${caught}; but ${why}`;
}

/** A cell in a few words, for a table and a change. */
export function sayShort({ verdict, effect, worstMs }: Cell): string {
  if (verdict === 'none') return 'nothing to cover';
  if (verdict === 'open') return 'not covered';
  const caught = worstMs === null ? effect : `${effect} within ${sayTime(worstMs)}`;
  return verdict === 'covered' ? caught : `partly: ${caught}`;
}

/** A cell as a mark with its time, where the mechanism stands elsewhere. */
export function sayBrief({ verdict, worstMs }: Cell): string {
  const time = worstMs === null ? null : roughly(worstMs);
  switch (verdict) {
    case 'covered':
      return time ?? 'yes';
    case 'partly':
      return time === null ? 'partly' : `partly, ${time}`;
    case 'open':
      return 'no';
    case 'none':
      return '-';
  }
}

/** Never less than it is: whole seconds, and from an hour on whole minutes. */
function roughly(ms: number): string {
  const unit = ms < 3_600_000 ? 1000 : 60_000;
  return sayTime(Math.ceil(ms / unit) * unit);
}
