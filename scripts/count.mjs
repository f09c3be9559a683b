// Counts the test points of a TAP file and prints them as the last line of a test run. docs/reliability.md counts as
// one more: whether it says what this run reached.
import { readFileSync } from 'node:fs';
import { Parser } from 'tap-parser';
import { problems } from './reliability.mjs';

const [, , file, ...files] = process.argv;
const events = Parser.parse(readFileSync(file, 'utf8'), { flat: true });
const points = events.filter(([event]) => event === 'assert').map(([, point]) => point);
const skipped = points.filter(({ skip, todo }) => skip || todo);
const failed = points.filter((point) => !point.ok && !skipped.includes(point));
const unlike = problems({ partial: files.length > 0 });
const passed = points.length - failed.length - skipped.length + (unlike.length === 0 ? 1 : 0);
const failures = failed.length + (unlike.length === 0 ? 0 : 1);

/** The test's full name, on one line. */
const nameOf = ({ fullname, name }) => (fullname || name).split('\n')[0];

/** What the test said about it, as tap wrote it down. */
const detailsOf = ({ diag }) =>
  diag === null ? [] : JSON.stringify(diag, null, 2).split('\n').slice(0, MOST_LINES);
const MOST_LINES = 40;

for (const point of failed) {
  console.log(`failed: ${nameOf(point)}`);
  for (const line of detailsOf(point)) console.log(`  ${line}`);
}
for (const problem of unlike) console.log(`failed: docs/reliability.md: ${problem}`);
for (const point of skipped) console.log(`skipped: ${nameOf(point)} (${point.skip})`);
console.log(`${passed} passed, ${failures} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
process.exitCode = failures === 0 && passed > 0 ? 0 : 1;
