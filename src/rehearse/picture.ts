import { xmlText } from '../backends/quote/xml.js';
import { sayTime } from '../core/duration.js';
import type { Run } from './runner.js';

/** What a picture shows of a run. */
export type Pictured = Pick<Run, 'job' | 'result' | 'said' | 'marks' | 'machineMarks' | 'measures'>;

const WIDTH = 960;
const LEFT = 90;
const RIGHT = 24;
const TOP = 64;
const ROW = 22;
/** Of a run with more moments than this the last ones are left out of the picture; the text has them all. */
const ROWS = 80;
/** Characters of a label beside its mark. */
const LABEL = 64;

interface Moment {
  readonly atMs: number;
  readonly text: string;
  readonly by: 'machine' | 'scenario';
}

/** Every moment of a run in order; of two at once the machine's comes first. */
export function momentsOf({ marks, machineMarks }: Pick<Run, 'marks' | 'machineMarks'>): readonly Moment[] {
  return [
    ...machineMarks.map((mark) => ({ ...mark, by: 'machine' as const })),
    ...marks.map((mark) => ({ ...mark, by: 'scenario' as const })),
  ].toSorted((a, b) => a.atMs - b.atMs);
}

/** A run on a time axis, as SVG: a square for what the machine did, a circle for what the scenario did or saw. */
export function picture(run: Pictured): string {
  const all = momentsOf(run);
  const moments = all.slice(0, ROWS);
  const endMs = Math.max(1000, ...moments.map(({ atMs }) => atMs));
  const axis = axisOf(endMs);
  const more = all.length - moments.length;
  const measured = TOP + moments.length * ROW + 30;
  const height = measured + (run.measures.length === 0 ? 0 : 24 + run.measures.length * 2 * ROW);
  const words = all.map(({ atMs, text }) => `${sayTime(atMs)}: ${text}`).join('; ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="13">`,
    `<title id="title">${xmlText(`${run.job.name}: ${run.result}`)}</title>`,
    `<desc id="desc">${xmlText(`${run.said} ${words}`)}</desc>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="24" font-size="16" font-weight="bold" fill="#1b1f24">${xmlText(`${run.job.scenario.title}: ${run.result}`)}</text>`,
    ...axis.ticks.map((ms) => tick(axis.x(ms), ms, TOP - 16, measured - 24)),
    ...moments.map((moment, row) => momentRow(moment, axis.x(moment.atMs), TOP + row * ROW)),
    ...(more === 0
      ? []
      : [
          `<text x="12" y="${measured - 12}" fill="#1b1f24">${more} more moments stand in timeline.txt</text>`,
        ]),
    ...measureRows(run, measured),
    '</svg>',
    '',
  ].join('\n');
}

interface Axis {
  readonly ticks: readonly number[];
  readonly x: (ms: number) => number;
}

const STEPS_MS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14_400, 86_400].map(
  (seconds) => seconds * 1000,
);

function axisOf(endMs: number): Axis {
  const step = STEPS_MS.find((ms) => endMs / ms <= 12) ?? endMs;
  const ticks = Array.from({ length: Math.floor(endMs / step) + 1 }, (_, index) => index * step);
  return { ticks, x: (ms) => LEFT + Math.round((ms / endMs) * (WIDTH - LEFT - RIGHT)) };
}

function tick(x: number, ms: number, top: number, bottom: number): string {
  return (
    `<line x1="${x}" y1="${top}" x2="${x}" y2="${bottom}" stroke="#d0d7de"/>` +
    `<text x="${x}" y="${top - 4}" text-anchor="middle" font-size="11" fill="#57606a">${xmlText(sayTime(ms))}</text>`
  );
}

/** The label stands on the side where there is room. */
function momentRow({ atMs, text, by }: Moment, x: number, y: number): string {
  const mark =
    by === 'machine'
      ? `<rect x="${x - 5}" y="${y - 5}" width="10" height="10" fill="#1b1f24"/>`
      : `<circle cx="${x}" cy="${y}" r="5" fill="#ffffff" stroke="#0550ae" stroke-width="2"/>`;
  const after = x < WIDTH / 2;
  const label = text.length > LABEL ? `${text.slice(0, LABEL - 1)}…` : text;
  const place = after ? `x="${x + 10}"` : `x="${x - 10}" text-anchor="end"`;
  return (
    `<text x="12" y="${y + 4}" font-size="11" fill="#57606a">${xmlText(sayTime(atMs))}</text>${mark}` +
    `<text ${place} y="${y + 4}" fill="#1b1f24">${xmlText(label)}</text>`
  );
}

/** Two bars for each figure: measured, filled; computed at worst, only drawn around. */
function measureRows({ measures }: Pictured, top: number): string[] {
  if (measures.length === 0) return [];
  const longest = Math.max(
    ...measures.map(({ measuredMs, computedMs }) => Math.max(measuredMs, computedMs ?? 0)),
  );
  const width = (ms: number) => Math.max(1, Math.round((ms / Math.max(1, longest)) * 480));
  const head = `<text x="12" y="${top + 8}" font-weight="bold" fill="#1b1f24">measured, and computed at worst</text>`;
  const rows = measures.flatMap(({ figure, measuredMs, computedMs, over }, index) => {
    const y = top + 20 + index * 2 * ROW;
    const name = `<text x="12" y="${y + 13}" fill="#1b1f24">${xmlText(figure)}</text>`;
    const bar = (row: number, ms: number, style: string, words: string) =>
      `<rect x="200" y="${y + row * 18}" width="${width(ms)}" height="14" ${style}/>` +
      `<text x="${206 + width(ms)}" y="${y + row * 18 + 12}" font-size="11" fill="#1b1f24">${xmlText(words)}</text>`;
    const said = `${sayTime(measuredMs)} measured${over ? ': longer than computed' : ''}`;
    return [
      name + bar(0, measuredMs, 'fill="#57606a"', said),
      computedMs === null
        ? ''
        : bar(1, computedMs, 'fill="none" stroke="#57606a"', `${sayTime(computedMs)} computed`),
    ];
  });
  return [head, ...rows.filter((row) => row !== '')];
}
