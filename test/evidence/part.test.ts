// Parts of a rehearsal: what they must hold, and when they are a whole one.
import t from 'tap';
import { shardOf } from '../../src/core/shard.js';
import { isPart, mergeParts, type RehearsalPart, readPart, renderPart } from '../../src/evidence/part.js';
import { type RunFacts, rehearsalRecord, unproven } from '../../src/evidence/rehearsed.js';

const ALL = ['feeder-killed', 'wedged', 'soak', 'feeder-killed-2'];

const runOf = (name: string, over: Partial<RunFacts> = {}): RunFacts => ({
  name,
  scenario: name.replace(/-2$/, ''),
  result: name === 'wedged' ? 'not-covered' : 'passed',
  watchdog: name.startsWith('feeder'),
  machine: 'q35 with iTCO_wdt',
  measures: [{ figure: 'feeder-hang', measured: name.endsWith('2') ? 900 : 800, computed: 1000 }],
  ...over,
});

function partOf(index: number, count: number, over: Partial<RehearsalPart> = {}): RehearsalPart {
  return {
    target: 'box',
    artefacts: 'a'.repeat(64),
    shard: { index, count },
    seed: 1,
    own: [],
    all: ALL,
    runs: shardOf(ALL, { index, count }).map((name) => runOf(name)),
    at: `2026-01-0${index}T00:00:00.000Z`,
    ...over,
  };
}

const filed = (part: RehearsalPart) => ({ file: `${part.shard.index}.json`, part });

function merged(first: RehearsalPart, ...more: readonly RehearsalPart[]) {
  return mergeParts([filed(first), ...more.map(filed)]);
}

const reasonOf = (result: ReturnType<typeof merged>) => (result.ok ? 'none' : result.reason);

t.test('a part is read as it was written, and not when anything of it is odd', async (t) => {
  const part = partOf(2, 3);
  const value = JSON.parse(renderPart(part));
  t.ok(isPart(value));
  t.strictSame(readPart(value), { ok: true, part });
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ artefacts: 'abc' }, /`artefacts`/],
    [{ shard: { index: 4, count: 3 } }, /part 4 of 3/],
    [{ shard: { index: 0, count: 3 } }, /part 0 of 3/],
    [{ shard: { index: 1, count: Number.MAX_SAFE_INTEGER } }, /part 1 of 9007199254740991/],
    [{ runs: [{ ...runOf('a'), result: 'perhaps' }] }, /`runs`/],
    [{ runs: [{ ...runOf('a'), more: 1 }] }, /`runs`/],
    [{ all: ['a\nb'] }, /`all`/],
    [{ trust: 'me' }, /unknown key "trust"/],
  ];
  for (const [over, reason] of wrong) t.match(readPart({ ...value, ...over }), { ok: false, reason });
  t.notOk(isPart({ kind: 'rehearsal' }) || isPart(null) || isPart('x'));
});

t.test(
  'all parts are one rehearsal, in the order of its runs, whatever the order of the files',
  async (t) => {
    for (const count of [1, 2, 3, 4, 6]) {
      const parts = Array.from({ length: count }, (_, index) => partOf(index + 1, count)).toReversed();
      const [first, ...more] = parts;
      if (first === undefined) throw new Error('no part');
      const result = merged(first, ...more);
      t.match(result, {
        ok: true,
        facts: { runs: ALL.map((name) => ({ name })), at: `2026-01-0${count}T00:00:00.000Z` },
      });
      t.match(result.ok && rehearsalRecord(result.facts), {
        scenarios: [
          { name: 'feeder-killed', passed: true },
          { name: 'soak', passed: true },
        ],
        notCovered: ['wedged'],
        measures: [{ figure: 'feeder-hang', measured: 900 }],
      });
    }
  },
);

t.test('what is missing, foreign, doubled or lost is told', async (t) => {
  t.match(reasonOf(merged(partOf(2, 4))), 'of 4 parts numbers 1, 3, 4 are missing');
  t.match(reasonOf(merged(partOf(1, 2))), 'of 2 parts number 2 is missing');
  const differs = (over: Partial<RehearsalPart>) => reasonOf(merged(partOf(1, 2), partOf(2, 2, over)));
  t.match(
    differs({ artefacts: 'b'.repeat(64) }),
    '1.json and 2.json are parts of different rehearsals: they differ in the files',
  );
  t.match(differs({ seed: 2 }), 'they differ in the seed');
  t.match(differs({ target: 'other' }), 'they differ in the target');
  t.match(differs({ own: ['image'] }), 'they differ in what is booted');
  t.match(differs({ all: ['soak'] }), 'they differ in what is run');
  t.match(reasonOf(merged(partOf(1, 2), partOf(2, 3))), 'they differ in how many parts there are');
  t.match(
    reasonOf(merged(partOf(1, 2), partOf(2, 2), partOf(2, 2, { runs: [] }))),
    '2.json and 2.json are the same part, and differ',
  );
  t.match(merged(partOf(1, 2), partOf(2, 2), partOf(2, 2)), { ok: true }, 'the same file twice');
  t.match(differs({ runs: [] }), 'the parts do not hold every run once: wedged');
  t.match(differs({ runs: ALL.map((name) => runOf(name)) }), 'the parts do not hold every run once');
});

t.test('an armed watchdog has to have ended a run that passed', async (t) => {
  const quiet = [runOf('soak')];
  t.match(unproven(true, quiet), /^No scenario that fits was ended by the watchdog/);
  t.equal(unproven(false, quiet), undefined);
  t.equal(unproven(true, [runOf('feeder-killed')]), undefined);
  t.match(unproven(true, [runOf('feeder-killed', { result: 'not-covered' })]), /^No scenario/);
  t.equal(
    unproven(true, [runOf('soak', { result: 'failed' })]),
    undefined,
    'a failure is evidence against it',
  );
});
