import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { importedFound } from '../audit/import/found.js';
import { layoutOf } from '../audit/import/layout.js';
import type { Remark, Table } from '../audit/import/piece.js';
import { importedSpec } from '../audit/import/spec-text.js';
import { plainName } from '../audit/import/watchdog.js';
import { sayPlace, spanOf } from '../audit/place.js';
import { boardIds, findBoard } from '../catalogue/index.js';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import type { Outcome } from '../core/outcome.js';
import { sortDiagnostics } from '../core/report.js';
import { suggest } from '../core/suggest.js';
import { nameProblem } from '../spec/name-problem.js';
import { exitOf } from './exits.js';
import { writeNew } from './write-new.js';

export interface ImportArguments {
  readonly folder: string;
  /** Where to write the spec; undefined = it is the result. */
  readonly out: string | undefined;
  readonly name: string | undefined;
  readonly board: string | undefined;
}

/** `wdgen import`: a starter spec from a tree that never saw wdgen. */
export function importTree({ folder, out, name, board }: ImportArguments): Outcome {
  const target = name ?? plainName(basename(resolve(folder)));
  const wrong = refusal(folder, target, board);
  if (wrong !== undefined) return refuse([wrong]);
  const layout = layoutOf(folder);
  const imported = importedSpec(importedFound(layout), layout, target, folder.replace(/\/+$/, ''), board);
  if (imported.text === null) return refuse([whichBoard(folder, imported.candidates)]);
  const failure = out === undefined ? undefined : writeNew(out, imported.text, '--out');
  if (failure !== undefined) return refuse([failure]);
  const sources = new Map(imported.remarks.map(({ place }) => [place.in.file, place.in.text]));
  const data = {
    target,
    board: imported.board,
    out: out ?? null,
    spec: imported.text,
    values: valuesOf(imported.tables),
  };
  return {
    exit: 0,
    blocks:
      out === undefined
        ? [{ kind: 'raw', text: imported.text }]
        : [{ kind: 'text', text: said(out, target, imported.tables, imported.remarks) }],
    data,
    diagnostics: sortDiagnostics(imported.remarks.map(note)),
    sources,
  };
}

function refuse(diagnostics: readonly Diagnostic[]): Outcome {
  return { exit: exitOf(diagnostics), blocks: [], data: null, diagnostics, sources: new Map() };
}

function refusal(folder: string, target: string, board: string | undefined): Diagnostic | undefined {
  const status = statSync(folder, { throwIfNoEntry: false });
  if (status?.isDirectory() !== true)
    return diagnostic('WD0008', {
      detail: `${folder}: ${status === undefined ? 'it does not exist' : 'it is no folder'}.`,
      help: 'give the folder of an unpacked image, or of a project',
    });
  const problem = nameProblem(target, 'target');
  if (problem !== undefined) return diagnostic('WD0108', problem);
  if (board === undefined || findBoard(board)?.driver != null) return undefined;
  const near = suggest(board, boardIds());
  const detail =
    findBoard(board) === undefined
      ? `The catalogue has no board \`${board}\`.`
      : `The board ${board} has no driver.`;
  return diagnostic('WD0201', {
    detail,
    help: near === undefined ? 'see: wdgen init --list-boards' : `did you mean "${near}"?`,
  });
}

function whichBoard(folder: string, candidates: readonly string[]): Diagnostic {
  return diagnostic('WD0601', {
    detail: `${folder} does not say which board it is for${candidates.length === 0 ? ': no device tree and no configuration of a kernel names one' : ': several have its driver'}.`,
    help:
      candidates.length === 0
        ? 'name it with --board (wdgen init --list-boards)'
        : `name it with --board: ${candidates.join(', ')}`,
  });
}

function note({ place, detail, help }: Remark): Diagnostic {
  return diagnostic('WD1290', { detail, help, span: spanOf(place) });
}

function valuesOf(tables: readonly Table[]) {
  return tables.flatMap((table) =>
    table.entries.map(({ key, value, from }) => ({
      key: table.name === '' ? key : `${table.name}.${key}`,
      value,
      from: typeof from === 'string' ? from : sayPlace(from),
    })),
  );
}

function said(out: string, target: string, tables: readonly Table[], remarks: readonly Remark[]): string {
  const values = tables.reduce((sum, { entries }) => sum + entries.length, 0);
  const left =
    remarks.length === 0
      ? ''
      : ` ${remarks.length} ${remarks.length === 1 ? 'thing was' : 'things were'} not taken over.`;
  return `Wrote ${out}: target ${target}, ${values} values.${left}\nNext: wdgen check --spec ${out}`;
}
