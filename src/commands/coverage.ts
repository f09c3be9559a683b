import { writeFileSync } from 'node:fs';
import { type Cell, coverage as coverageOf, type Row, sayBrief, sayCell } from '../analyse/coverage.js';
import { backends } from '../backends/index.js';
import { render } from '../backends/render.js';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { type Block, exitCodes, type Outcome } from '../core/outcome.js';
import { unwritable } from './files.js';
import { type PlannedTarget, selectPlanned } from './judged-targets.js';
import { measuredOn } from './measured.js';

export interface CoverageArguments {
  readonly spec: string;
  readonly targets: readonly string[];
  /** Where to write the picture of the one target. */
  readonly svg: string | undefined;
  /** Markdown takes whole sentences in its tables; a terminal is too narrow for them. */
  readonly wide: boolean;
}

/** `wdgen coverage`: which failures are caught today and after enabling, by what, within which time. */
export function coverage({ spec, targets, svg, wide }: CoverageArguments): Outcome {
  const { planned, outcome } = selectPlanned(spec, targets);
  const all = planned.map(({ target, resolved }) => coverageOf(resolved.plan, measuredOn(spec, target)));
  const blocks = all.flatMap(({ target, rows, waits }, index) => [
    text([...(index === 0 ? [] : ['']), `${target}: what is caught, and how long it takes at worst`]),
    wide ? wideTable(rows, waits) : narrowTable(rows, waits),
    ...(wide ? [] : [text(rows.flatMap(rowLines))]),
  ]);
  const refused = svg === undefined ? [] : writePicture(svg, planned);
  const done =
    refused.length > 0 ? outcome({ blocks: [], data: null }, refused) : outcome({ blocks, data: all });
  const machine = refused.some(({ code }) => code === 'WD0901');
  return machine ? { ...done, exit: exitCodes.machine } : done;
}

function narrowTable(rows: readonly Row[], waits: boolean): Block {
  return {
    kind: 'table',
    head: ['failure', 'today', ...(waits ? ['with all enabled'] : [])],
    rows: rows.map(({ title, today, enabled }) => [
      title,
      sayBrief(today),
      ...(waits ? [sayBrief(enabled)] : []),
    ]),
  };
}

function wideTable(rows: readonly Row[], waits: boolean): Block {
  return {
    kind: 'table',
    head: ['failure', 'today', ...(waits ? ['with all enabled'] : []), 'cheapest fix'],
    rows: rows.map(({ title, today, enabled }) => [
      title,
      sayCell(today),
      ...(waits ? [sayCell(enabled)] : []),
      today.fix ?? '',
    ]),
  };
}

/** What catches a failure today, or why nothing does and what to type. */
function rowLines({ title, today }: Row): string[] {
  return [`${title}: ${sayCell(today)}`, ...detailLines(today)];
}

function detailLines({ fix, remarks }: Cell): string[] {
  return [...remarks.map((remark) => `    ${remark}`), ...(fix === null ? [] : [`    fix: ${fix}`])];
}

/** The picture that the runbook shows, under another name. */
function writePicture(file: string, planned: readonly PlannedTarget[]): readonly Diagnostic[] {
  const [only, ...others] = planned;
  if (only === undefined || others.length > 0)
    return [diagnostic('WD0601', { detail: '--svg holds one target.', help: 'name it with --target' })];
  const draft = backends.runbook.drafts(only.resolved.plan).find(({ path }) => path === 'coverage.svg');
  try {
    writeFileSync(file, draft === undefined ? '' : render(draft, 'runbook').text);
    return [];
  } catch (error) {
    return [unwritable(file, error, '', 'choose another place with --svg FILE')];
  }
}

function text(lines: readonly string[]): Block {
  return { kind: 'text', text: lines.join('\n') };
}
