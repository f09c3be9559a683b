// Counts the test points of a TAP file and prints them as the last line of a test run.
import { readFileSync } from 'node:fs';
import { Parser } from 'tap-parser';

const [, , file] = process.argv;
const events = Parser.parse(readFileSync(file, 'utf8'), { flat: true });
const points = events.filter(([event]) => event === 'assert').map(([, point]) => point);
const skipped = points.filter(({ skip, todo }) => skip || todo);
const failed = points.filter((point) => !point.ok && !skipped.includes(point));
const passed = points.length - failed.length - skipped.length;

/** The test's full name, on one line. */
const nameOf = ({ fullname, name }) => (fullname || name).split('\n')[0];

for (const point of failed) console.log(`failed: ${nameOf(point)}`);
for (const point of skipped) console.log(`skipped: ${nameOf(point)} (${point.skip})`);
console.log(
  `${passed} passed, ${failed.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`,
);
process.exitCode = failed.length === 0 && passed > 0 ? 0 : 1;
