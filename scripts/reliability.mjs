// The figures of docs/reliability.md: tests record them (test/lib/figures.ts) while they run. This compares a run with
// what is committed in test/figures/reached/, and with --update takes the run's figures over and writes the page anew.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = join(import.meta.dirname, '..');
const REACHED = join(root, 'test', 'figures', 'reached');
const PAGE = join(root, 'docs', 'reliability.md');

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const jsonIn = (folder) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
const byPart = (a, b) => a.row - b.row || (a.part < b.part ? -1 : 1);
const keyOf = ({ row, part }) => `row ${row}, ${part}`;

/** The rows in their groups, with the reasons for what is not tried. */
export function catalogue() {
  const groups = readJson(join(root, 'test', 'figures', 'catalogue.json'));
  const gaps = readJson(join(root, 'test', 'figures', 'gaps.json'));
  return groups.map(({ group, rows }) => ({
    group,
    rows: rows.map((row) => ({ ...row, gap: gaps[row.row] })),
  }));
}

/** What is committed: one file per row, so that branches seldom meet in one. */
export function committed() {
  return jsonIn(REACHED)
    .flatMap((name) => readJson(join(REACHED, name)))
    .sort(byPart);
}

/** What the tests of this run recorded. */
function measured() {
  const folder = process.env['WDGEN_FIGURES'] ?? join(root, '.tap', 'figures');
  return jsonIn(folder)
    .map((name) => readJson(join(folder, name)))
    .sort(byPart);
}

/** What a count that depends on the machine must at least be on another one. */
function least(cases) {
  return cases < 10 ? Math.max(1, cases - 2) : Math.floor(cases / 10) * 10;
}

/** A count as the page shows it. */
function count({ cases, varies }) {
  const shown = varies ? least(cases) : cases;
  return `${varies ? 'at least ' : ''}${shown.toLocaleString('en')}`;
}

function cell(figure) {
  const { part, cases, held, of, note } = figure;
  const bad = held < cases ? `, **${cases - held} did not hold**` : '';
  const long = of === undefined || of <= cases ? '' : ` (${of.toLocaleString('en')} with the flag)`;
  return `${part}: ${count(figure)}${long}${bad}${note === undefined ? '' : ` (${note})`}`;
}

function line({ row, fault, holds, asks, gap }, figures) {
  const own = figures.filter((figure) => figure.row === row);
  const reached = own.map(cell);
  if (gap !== undefined) reached.push(own.length === 0 ? gap : `but: ${gap}`);
  const tests = [...new Set(own.map(({ test }) => test))];
  const links = tests.map((test) => `[${test.replace(/^test\/|\.test\.ts$/g, '')}](../${test})`);
  return `| ${row} | ${fault} | ${holds} | ${asks} | ${reached.join('; ')} | ${links.join(', ')} |`;
}

const HEAD = `# Reliability

What can go wrong with a generator of watchdog logic, with its input, and with what it generates: 49 rows, what must hold
in each, and how many cases the tests try. The tests record the figures while they run: \`npm test\` fails when a run
reaches less than this page says, or anything else. \`npm run reliability:update\` writes the page from the last run.

A figure counts cases in which the promise held; where one did not, the row says so. What is tried without
being counted, or not at all, says so, too.
"With the flag" is \`WDGEN_TEST_FULL=1 npm test\`, for a nightly run.
`;

/** The page for some figures. */
export function page(figures = committed()) {
  const tables = catalogue().map(
    ({ group, rows }) =>
      `\n## ${group}\n\n| # | fault | what holds | asked for | reached | tests |\n|---|---|---|---|---|---|\n${rows.map((row) => `${line(row, figures)}\n`).join('')}`,
  );
  return HEAD + tables.join('');
}

/** Rows that have neither a figure nor a reason. */
export function unexplained() {
  const known = new Set(committed().map(({ row }) => row));
  return catalogue()
    .flatMap(({ rows }) => rows)
    .filter(({ row, gap }) => gap === undefined && !known.has(row))
    .map(({ row }) => row);
}

/** How a figure of the run differs from the committed one; undefined when it does not. */
function difference(now, then) {
  if (then === undefined) return `${count(now)}, and the page does not have it`;
  const full = process.env['WDGEN_TEST_FULL'] === '1';
  const wanted = full ? Math.max(then.of ?? 0, then.cases) : then.varies ? least(then.cases) : then.cases;
  if (now.held < now.cases) return `held in ${now.held} of ${now.cases}`;
  if (now.cases < wanted) return `${now.cases}, and the page says ${wanted}`;
  if (!full && cell({ ...now, cases: now.varies ? then.cases : now.cases }) !== cell(then)) {
    return `"${cell(now)}", and the page says "${cell(then)}"`;
  }
  return now.test === then.test ? undefined : `it is told by ${now.test}, and the page says ${then.test}`;
}

/** Whether scripts/debian.sh could give the tests every tool, so that no part may be missing. */
function isComplete() {
  return process.env['CI'] === 'true' || (process.getuid?.() === 0 && existsSync('/etc/debian_version'));
}

/**
 * What is wrong with the page, judged by this run. `partial`: only some of the tests ran.
 */
export function problems({ partial = false } = {}) {
  const then = committed();
  const now = measured();
  const found = now.flatMap((figure) => {
    const wrong = difference(
      figure,
      then.find((one) => keyOf(one) === keyOf(figure)),
    );
    return wrong === undefined ? [] : [`${keyOf(figure)}: ${wrong}`];
  });
  const told = new Set(now.map(keyOf));
  const silent = then
    .filter((figure) => !told.has(keyOf(figure)))
    .map((one) => `${keyOf(one)}: no test told`);
  return [...found, ...(partial || !isComplete() ? [] : silent)];
}

/**
 * Takes the run's figures over. Parts of tests that did not run stay, unless `all`: then what this run did not tell
 * is dropped.
 */
function update({ all }) {
  const now = measured();
  const told = new Set(now.map(keyOf));
  const kept = all ? [] : committed().filter((figure) => !told.has(keyOf(figure)));
  const figures = [...kept, ...now].sort(byPart);
  rmSync(REACHED, { recursive: true, force: true });
  mkdirSync(REACHED, { recursive: true });
  for (const row of new Set(figures.map((figure) => figure.row))) {
    const own = figures.filter((figure) => figure.row === row);
    writeFileSync(join(REACHED, `${String(row).padStart(2, '0')}.json`), `${JSON.stringify(own, null, 2)}\n`);
  }
  writeFileSync(PAGE, page(figures));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--update')) {
    if (process.env['WDGEN_TEST_FULL'] === '1')
      throw new Error('the page has the figures of a run without WDGEN_TEST_FULL');
    update({ all: process.argv.includes('--all') });
  }
  const found = problems({ partial: !process.argv.includes('--all') });
  for (const problem of found) console.log(`docs/reliability.md: ${problem}`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
