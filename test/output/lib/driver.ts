import { mkdirSync, rmdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../../src/core/diagnostic.js';
import { applyTargets, removeTarget } from '../../../src/output/index.js';
import { takeLock } from '../../../src/output/lock.js';
import { FIRST, LARGE, LARGE_LATER, SECOND, treeOf } from './trees.js';

/*
 * A run in a process of its own, to be killed, starved or raced: `driver OUT VERB [TARGET..]`.
 * `first`, `second`, `large` and `large-later` apply that tree, `remove` removes targets; they print their findings as JSON.
 * `flip` applies them in turn, many times.
 * `hold` takes the lock for a while and adds a file of its own.
 * `contend` takes and releases the lock many times and fails when it is not alone; `die` dies holding it.
 */
const [out = '', verb = 'first', ...targets] = process.argv.slice(2);
const names = targets.length > 0 ? targets : ['box'];

function apply(files: Readonly<Record<string, string>>): readonly Diagnostic[] {
  const trees = names.map((name) => treeOf(files, name));
  return applyTargets(out, trees, { lockWaitMs: 20_000 }).diagnostics;
}

function print(diagnostics: readonly Diagnostic[]): void {
  const codes = diagnostics.map(({ code }) => code);
  const details = diagnostics.map(({ detail, help }) => `${detail} ${help}`);
  writeSync(1, JSON.stringify({ codes, details }));
}

function contend(times: number): void {
  for (let time = 0; time < times; time++) {
    const lock = takeLock(out, 60_000).value;
    if (lock === undefined) throw new Error('no lock');
    // Throws EEXIST when another process is in here, too.
    mkdirSync(join(out, 'inside'));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    rmdirSync(join(out, 'inside'));
    if (verb === 'die') process.kill(process.pid, 'SIGKILL');
    lock.release();
  }
  writeSync(1, `alone ${times} times`);
}

function hold(): void {
  const lock = takeLock(out, 0).value;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
  writeFileSync(join(out, 'box/mine.txt'), 'mine\n');
  lock?.release();
}

function flip(times: number): void {
  for (let time = 0; time < times; time++) {
    const found = apply(time % 2 === 0 ? SECOND : FIRST);
    if (found.length > 0) throw new Error(JSON.stringify(found));
  }
  writeSync(1, 'flipped');
}

if (verb === 'first') print(apply(FIRST));
else if (verb === 'second') print(apply(SECOND));
else if (verb === 'large') print(apply(LARGE));
else if (verb === 'large-later') print(apply(LARGE_LATER));
else if (verb === 'remove') print(names.flatMap((name) => removeTarget(out, name).diagnostics));
else if (verb === 'hold') hold();
else if (verb === 'flip') flip(1000);
else contend(100);
