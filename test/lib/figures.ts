// What the rows of test/figures/catalogue.json reached, told by the tests that try them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import { root } from './wdgen.js';

/** What one test reached of a row. Counts only: a figure is the same in every run, on every machine. */
export interface Figure {
  /** What was tried, in a few words. One test may tell several parts of a row, each under its own name. */
  readonly part: string;
  /** How many cases this run tried. */
  readonly cases: number;
  /** In how many of them the row's promise held. */
  readonly held: number;
  /** How many there are in the long version (WDGEN_TEST_FULL=1), where that is more. */
  readonly of?: number;
  /** The count depends on the machine (the system calls of its Node, say): the table says `at least`, in tens. */
  readonly varies?: true;
  /** What a reader has to know about the figure, in a few words. */
  readonly note?: string;
}

/**
 * Records a figure for docs/reliability.md. Call it at the end of the test, after its last assertion; a test that
 * was skipped records nothing.
 */
export function figure(row: number, reached: Figure): void {
  const folder = process.env['WDGEN_FIGURES'] ?? join(root, '.tap', 'figures');
  const name = `${row}-${reached.part.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.json`;
  const test = relative(root, process.argv[1] ?? '');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `${JSON.stringify({ row, ...reached, test }, null, 2)}\n`);
}
