import { formatDuration, parseDuration } from '../../core/duration.js';
import type { Block } from '../../core/outcome.js';
import { unifiedDiff } from '../../output/index.js';
import type { WrittenState } from '../../spec/settings.js';
import type { EditedFile } from './carry-out.js';
import type { Choice } from './choose.js';

/** What happens to one setting, in words. */
export interface ChangeRow {
  readonly target: string;
  readonly setting: string;
  readonly from: string;
  readonly to: string;
}

/** The settings that change, with their states before and after. */
export function changeRows(choices: readonly Choice[], to: (state: WrittenState) => string): ChangeRow[] {
  return choices.flatMap(({ target, change }) =>
    change.map((state) => ({ target: target.name, setting: state.words, from: today(state), to: to(state) })),
  );
}

function today({ kind, active, deferred }: WrittenState): string {
  if (kind === 'mechanism') return active === undefined ? 'deferred' : 'active';
  return [
    ...(active === undefined ? [] : [`active ${said(active)}`]),
    ...(deferred === undefined ? [] : [`deferred ${said(deferred)}`]),
  ].join(', ');
}

/** A value for people. */
export function said(value: unknown): string {
  const duration = typeof value === 'string' ? parseDuration(value) : undefined;
  return duration?.ok === true ? formatDuration(duration.ms) : String(value);
}

/** More changes than this are told by the kind, not one by one. */
export const MANY = 20;

/** The table of changes; many equal ones in many targets become one row. */
export function changeTable(rows: readonly ChangeRow[]): Block[] {
  if (rows.length === 0) return [];
  if (rows.length <= MANY) {
    const cells = rows.map(({ target, setting, from, to }) => [target, setting, from, to]);
    return [{ kind: 'table', head: ['target', 'setting', 'from', 'to'], rows: cells }];
  }
  const kinds = new Map<string, number>();
  for (const { setting, from, to } of rows) {
    const kind = JSON.stringify([setting, from, to]);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const cells = [...kinds].map(([kind, count]) => [String(count), ...(JSON.parse(kind) as string[])]);
  return [{ kind: 'table', head: ['targets', 'setting', 'from', 'to'], rows: cells }];
}

/** The edit of the spec as a patch. Left out where it would be many pages, unless it is all that was asked for. */
export function diffBlock(diff: string, rows: readonly ChangeRow[], dryRun: boolean): Block[] {
  return diff === '' || (rows.length > MANY && !dryRun) ? [] : [{ kind: 'raw', text: diff }];
}

/** The edits of all files as one patch. */
export function diffOf(files: readonly EditedFile[]): string {
  return files.map(({ file, oldText, newText }) => unifiedDiff(file, oldText, file, newText)).join('');
}
