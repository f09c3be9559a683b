import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import type { Change, TargetComparison } from './compare.js';

/** What keeps a target from being written. `force` leaves out what it would overwrite. */
export function obstacles(
  outDir: string,
  comparison: TargetComparison,
  force: boolean,
): readonly Diagnostic[] {
  const found = inTheWay(outDir, comparison);
  if (force) return found;
  if (comparison.manifestDamaged !== null) return [damaged(outDir, comparison), ...found];
  return [...handEdited(outDir, comparison), ...found];
}

/** WD0505 for a target that a run would write; nothing for one that is up to date or blocked. */
export function staleness(outDir: string, comparison: TargetComparison): readonly Diagnostic[] {
  const { target, state, changes } = comparison;
  if (state !== 'stale' && state !== 'absent') return [];
  const folder = quote(join(outDir, target));
  return [
    diagnostic('WD0505', {
      detail:
        state === 'absent' ? `${folder} does not exist.` : `${folder} would change: ${summary(changes)}.`,
      help: 'Run wdgen generate.',
      path: ['target', target],
    }),
  ];
}

function handEdited(outDir: string, { target, handEdited }: TargetComparison): Diagnostic[] {
  return handEdited.map(({ path, why }) =>
    diagnostic('WD0501', {
      detail: `${quote(join(outDir, target, path))} is not as wdgen wrote it: ${why}.`,
      help: 'Move the change into the spec, or run wdgen generate --force to drop it.',
      path: ['target', target],
    }),
  );
}

function inTheWay(outDir: string, { target, foreignInTheWay }: TargetComparison): Diagnostic[] {
  return foreignInTheWay.map(({ path, why }) =>
    diagnostic('WD0502', {
      detail: `wdgen needs the place of ${quote(join(outDir, target, path))}: ${why}.`,
      help: 'Move it away, then run wdgen generate.',
      path: ['target', target],
    }),
  );
}

function damaged(outDir: string, { target, manifestDamaged, handEdited }: TargetComparison): Diagnostic {
  return diagnostic('WD0503', {
    detail: `${quote(join(outDir, target, 'manifest.json'))} cannot be believed: ${manifestDamaged}.`,
    help: 'Bring it back from version control, or run wdgen generate --force to write everything anew.',
    path: ['target', target],
    related: handEdited.map(({ path }) => ({ message: `--force would overwrite \`${path}\`` })),
  });
}

function summary(changes: readonly Change[]): string {
  const shown = changes.slice(0, 5).map(({ path, change }) => `${change} \`${path}\``);
  const more = changes.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** File names are not ours: what could move the cursor is shown as `?`. */
function quote(path: string): string {
  return `\`${path.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?')}\``;
}
