import { type Cell, type Coverage, sayBrief } from '../../analyse/coverage.js';
import type { TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { xmlText } from '../quote/xml.js';
import type { View } from '../types.js';

/** Pixels. 13 px of a monospaced font are about 8 px wide: the picture is as wide as 80 columns at most. */
const LEFT = 12;
const NAMES = 250;
const CELL = 190;
const GAP = 6;
const TOP = 34;
const STEP = 26;

/** A mark before each text: colours alone would leave out those who do not see them. */
const LOOKS: Readonly<
  Record<Cell['verdict'], { readonly mark: string; readonly fill: string; readonly stroke: string }>
> = {
  covered: { mark: '+', fill: '#dafbe1', stroke: '#1a7f37' },
  partly: { mark: '~', fill: '#fff8c5', stroke: '#9a6700' },
  open: { mark: '!', fill: '#ffebe9', stroke: '#cf222e' },
  none: { mark: ' ', fill: '#f6f8fa', stroke: '#d0d7de' },
};

/** The coverage of a target as a picture: one row for each failure, a column for today and one for later. */
export function pictureView(plan: TargetPlan, { rows, waits, target }: Coverage): View {
  const columns = waits ? (['today', 'enabled'] as const) : (['today'] as const);
  const heads = { today: 'today', enabled: 'with all enabled' };
  const x = (index: number) => LEFT + NAMES + index * (CELL + GAP);
  const bottom = TOP + rows.length * STEP;
  return {
    header: header(plan, 'xml'),
    width: x(columns.length) - GAP + LEFT,
    height: bottom + 28,
    title: xmlText(`Coverage of ${target}`),
    description: xmlText(describe(rows)),
    heads: [
      { x: LEFT, text: xmlText('failure') },
      ...columns.map((column, index) => ({ x: x(index), text: xmlText(heads[column]) })),
    ],
    rows: rows.map((row, line) => ({
      y: TOP + line * STEP,
      textY: TOP + line * STEP + 16,
      title: xmlText(row.title),
      cells: columns.map((column, index) => cellView(row[column], x(index))),
    })),
    legendY: bottom + 18,
    legend: xmlText('+ caught within that time   ~ only some of it   ! not caught'),
  };
}

function cellView(cell: Cell, x: number): View {
  const { mark, fill, stroke } = LOOKS[cell.verdict];
  const text = cell.verdict === 'none' ? 'nothing to cover' : sayBrief(cell);
  return {
    x,
    textX: x + 8,
    width: CELL,
    fill: xmlText(fill),
    stroke: xmlText(stroke),
    text: xmlText(`${mark} ${text}`),
  };
}

function describe(rows: Coverage['rows']): string {
  const said = rows.map(({ title, today, enabled }) => {
    const [now, then] = [sayBrief(today), sayBrief(enabled)];
    return now === then ? `${title}: ${now}` : `${title}: ${now}, with all enabled ${then}`;
  });
  return `${said.join('; ')}.`;
}
