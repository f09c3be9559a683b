import type { CoverageChange } from '../../analyse/coverage.js';
import type { Block } from '../../core/outcome.js';
import { type PlanChange, RISKS } from '../../plan/compare.js';
import { coverageTable } from '../coverage-table.js';
import type { FileChange } from './texts.js';

/** How much of the text differences is shown. */
export type Detail = 'full' | 'stat' | 'none';

/** What differs between two sides. */
export interface Differences {
  readonly changes: readonly PlanChange[];
  readonly coverage: readonly CoverageChange[];
  readonly files: readonly FileChange[];
}

/** The result for people: words by risk, then what is caught differently, then files, then lines. */
export function blocksOf(
  { changes, coverage, files }: Differences,
  remarks: readonly string[],
  detail: Detail,
): Block[] {
  return [
    ...(remarks.length === 0 ? [] : [text(remarks.join('\n'))]),
    ...RISKS.flatMap((risk) => wordTable(risk, changes)),
    ...coverageTable(coverage),
    ...(detail === 'none' ? [] : fileTable(files)),
    ...(detail === 'full' ? patch(files) : []),
  ];
}

function text(said: string): Block {
  return { kind: 'text', text: said };
}

function wordTable(risk: string, all: readonly PlanChange[]): Block[] {
  const rows = all
    .filter((change) => change.risk === risk)
    .map(({ target, path, sentence }) => [target, path, sentence]);
  return rows.length === 0 ? [] : [{ kind: 'table', head: [risk, 'setting', 'what changes'], rows }];
}

function fileTable(files: readonly FileChange[]): Block[] {
  const rows = files.map(({ target, path, change, added, removed, state }) => [
    change,
    `+${added} -${removed}`,
    state,
    `${target}/${path}`,
  ]);
  return rows.length === 0 ? [] : [{ kind: 'table', head: ['file', 'lines', 'state', 'path'], rows }];
}

/** The lines that differ. Texts from a folder may hold anything: what could drive a terminal is written as an escape. */
function patch(files: readonly FileChange[]): Block[] {
  const lines = files.map(({ diff }) => diff).join('');
  if (lines === '') return [];
  const shown = lines.replace(/[^\P{Cc}\n\t]/gu, escapeOf);
  return [{ kind: 'raw', text: shown, title: 'Generated files' }];
}

function escapeOf(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
