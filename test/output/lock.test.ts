import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import t from 'tap';
import { applyTargets, compareTargets } from '../../src/output/index.js';
import { takeLock } from '../../src/output/lock.js';
import { formatOwner, livenessOf, parseOwner, thisProcess } from '../../src/output/owner.js';
import { figure } from '../lib/figures.js';
import { bundleDriver, pool, resultOf, run } from './lib/processes.js';
import { scratch } from './lib/scratch.js';
import { apply, contents, expected, FIRST, SECOND, treeOf } from './lib/trees.js';

const first = treeOf(FIRST);
const me = thisProcess();
/** A process that has ended. */
const dead = { ...me, pid: spawnSync(process.execPath, ['-e', '0']).pid, start: '1' };
const token = (digit: number): string => me.token.replaceAll(/[0-9a-f]/g, `${digit}`);
const LOCK = '.wdgen-lock';
const eight = [0, 1, 2, 3, 4, 5, 6, 7];

t.test('who is alive', async (t) => {
  t.equal(livenessOf(me), 'alive');
  t.equal(livenessOf(dead), 'dead');
  t.equal(livenessOf({ ...me, where: 'elsewhere' }), 'unknown');
  if (me.start !== '')
    t.equal(livenessOf({ ...me, start: '1' }), 'dead', 'the pid was given to another process');
  t.strictSame(parseOwner(formatOwner(me)), me);
  for (const text of [
    '',
    '1',
    'x   ',
    '1 2 3 4',
    formatOwner({ ...me, where: '' }),
    formatOwner({ ...me, pid: 0 }),
  ]) {
    t.equal(parseOwner(text), undefined);
  }
});

t.test('a zombie holds no lock', async (t) => {
  if (me.start === '') return t.pass('no /proc', { skip: true });
  // The shell becomes a `sleep` that does not know of the child it inherits, so nobody reaps it.
  const parent = spawn('/bin/sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => parent.kill());
  const [data] = await once(parent.stdout, 'data');
  const pid = Number(String(data));
  const stat = (): string[] => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  for (let tries = 0; stat()[0] !== 'Z' && tries < 100; tries++) await setTimeout(20);
  t.equal(stat()[0], 'Z');
  t.equal(livenessOf({ ...me, pid, start: stat()[19] ?? '' }), 'dead');
});

t.test('a live lock is waited for, then refused with WD0902', async (t) => {
  const out = t.testdir();
  const lock = takeLock(out, 0).value;
  t.strictSame(readdirSync(out), [LOCK]);
  const before = Date.now();
  const { outcome, codes, diagnostics } = apply(out, first, { lockWaitMs: 200 });
  t.match({ outcome, codes }, { outcome: undefined, codes: ['WD0902'] });
  t.ok(Date.now() - before >= 200);
  t.ok(diagnostics[0]?.detail?.includes(`${process.pid}`), 'says who has it');
  t.strictSame(readdirSync(out), [LOCK], 'nothing was written');
  lock?.release();
  t.match(apply(out, first), { outcome: 'created', codes: [] });
  t.strictSame(readdirSync(out), ['box']);
});

t.test('locks of the dead are taken over', async (t) => {
  const one = { ...dead, token: token(1) };
  const two = { ...dead, token: token(2) };
  const three = { ...dead, token: token(3) };
  const left: Readonly<Record<string, Readonly<Record<string, typeof dead>>>> = {
    'a dead owner': { [LOCK]: one },
    'a dead taker of a dead owner': { [LOCK]: one, [`${LOCK}-after-${one.token}`]: two },
    'a chain of dead takers': {
      [LOCK]: one,
      [`${LOCK}-after-${one.token}`]: two,
      [`${LOCK}-after-${two.token}`]: three,
    },
    'a dead taker of a lock long gone': { [`${LOCK}-after-${one.token}`]: two },
  };
  for (const [name, files] of Object.entries(left)) {
    const out = t.testdir();
    for (const [file, owner] of Object.entries(files)) symlinkSync(formatOwner(owner), join(out, file));
    t.match(apply(out, first, { lockWaitMs: 0 }), { outcome: 'created', codes: [] }, name);
    t.strictSame(readdirSync(out), ['box'], 'no leftovers');
  }
  const cases = Object.keys(left).length;
  figure(7, { part: 'locks that the dead left', cases, held: t.passing() ? cases : 0 });
});

t.test('a taker at work is waited for', async (t) => {
  const out = t.testdir();
  const one = { ...dead, token: token(1) };
  symlinkSync(formatOwner(one), join(out, LOCK));
  symlinkSync(formatOwner(me), join(out, `${LOCK}-after-${one.token}`));
  t.match(apply(out, first, { lockWaitMs: 0 }), { codes: ['WD0902'] });
  t.strictSame(readdirSync(out).length, 2);
});

t.test('an owner that cannot be looked up counts as dead after a minute of silence', async (t) => {
  for (const text of [formatOwner({ ...me, where: 'elsewhere' }), 'half']) {
    const out = t.testdir();
    symlinkSync(text, join(out, LOCK));
    t.match(apply(out, first, { lockWaitMs: 0 }), { codes: ['WD0902'] });
    const then = Date.now() / 1000 - 61;
    lutimesSync(join(out, LOCK), then, then);
    t.match(apply(out, first, { lockWaitMs: 0 }), { outcome: 'created', codes: [] });
    t.strictSame(readdirSync(out), ['box']);
  }
});

t.test('a lock that was lost is not released', async (t) => {
  const out = t.testdir();
  const lock = takeLock(out, 0).value;
  rmSync(join(out, LOCK));
  symlinkSync(formatOwner({ ...me, token: token(1) }), join(out, LOCK));
  lock?.release();
  t.equal(parseOwner(readlinkSync(join(out, LOCK)))?.token, token(1));
});

t.test('never two owners, although owners and takers die all the time', async (t) => {
  const dir = scratch(t);
  const driver = bundleDriver(dir);
  const out = join(dir, 'out');
  mkdirSync(out);
  const deaths = 40;
  // The even ones die with the lock in their hands, over and over; the odd ones only work.
  await pool(eight, 8, async (index) => {
    for (let round = 0; round < (index % 2 === 0 ? deaths / 4 : 1); round++) {
      const { stdout } = await run(process.execPath, [driver, out, index % 2 === 0 ? 'die' : 'contend']);
      t.equal(stdout, index % 2 === 0 ? '' : 'alone 100 times');
    }
  });
  apply(out, first);
  t.strictSame(readdirSync(out), ['box'], 'no leftovers');
  figure(7, {
    part: 'owners that died among eight contenders',
    cases: deaths,
    held: t.passing() ? deaths : 0,
  });
});

t.test('what happened while a run waited for the lock counts', async (t) => {
  const dir = scratch(t);
  const driver = bundleDriver(dir);
  const out = join(dir, 'out');
  apply(out, first);
  let holder: Promise<unknown> = Promise.resolve();
  function* trees() {
    holder = run(process.execPath, [driver, out, 'hold']);
    while (!readdirSync(out).includes(LOCK)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    yield treeOf(SECOND);
  }
  t.strictSame(applyTargets(out, trees()).diagnostics, []);
  await holder;
  t.strictSame(contents(join(out, 'box')), { ...expected(treeOf(SECOND)), 'mine.txt': '644 mine\n' });
});

t.test('a reader without the lock is never misled by writers', async (t) => {
  const dir = scratch(t);
  const driver = bundleDriver(dir);
  const out = join(dir, 'out');
  apply(out, first);
  const states: Record<string, number> = { same: 0, stale: 0 };
  let writing = true;
  const writer = run(process.execPath, [driver, out, 'flip']).then((ended) => {
    writing = false;
    return ended;
  });
  while (writing) {
    const { value, diagnostics } = compareTargets(out, [first]);
    const state = value?.[0]?.state ?? JSON.stringify(diagnostics);
    states[state] = (states[state] ?? 0) + 1;
    await setImmediate();
  }
  t.equal((await writer).stdout, 'flipped');
  t.strictSame(Object.keys(states), ['same', 'stale'], JSON.stringify(states));
  t.ok(Object.values(states).every((count) => count > 10));
});

t.test('eight runs at once, some killed, never mix their output', async (t) => {
  const dir = scratch(t);
  const driver = bundleDriver(dir);
  const out = join(dir, 'out');
  const names = ['a', 'b', 'c', 'd'];
  for (let round = 0; round < 4; round++) {
    const killing = round % 2 === 1;
    await pool(eight, 8, async (index) => {
      const verb = index % 2 === 0 ? 'first' : 'second';
      const ended = await run(process.execPath, [driver, out, verb, ...names], (child) => {
        if (killing && index % 4 === 3) globalThis.setTimeout(() => child.kill('SIGKILL'), 30 + 20 * round);
      });
      if (ended.signal === null) t.strictSame(resultOf(ended).codes, [], `round ${round}`);
    });
    for (const name of readdirSync(out).filter((entry) => names.includes(entry))) {
      const found = contents(join(out, name));
      const whole = [FIRST, SECOND].some((files) => isDeepStrictEqual(found, expected(treeOf(files, name))));
      t.ok(whole, `${name} is one or the other`, { found });
    }
    if (!killing) t.strictSame(readdirSync(out), names, 'no leftovers');
  }
  t.strictSame(resultOf(await run(process.execPath, [driver, out, 'second', ...names])).codes, []);
  t.strictSame(readdirSync(out), names, 'the next run clears up after the killed ones');
});
