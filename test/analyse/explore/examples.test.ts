// The example systems: explored within 10 s each, and what is found there is known and true.
import { join } from 'node:path';
import t from 'tap';
import { Explorer } from '../../../src/analyse/explore.js';
import { compileTarget } from '../../../src/commands/compile.js';
import { exploreTargets } from '../../../src/commands/exploration.js';
import { loadSpec } from '../../../src/commands/load.js';
import { rock64Fixture } from '../../lib/plan-rollback.js';

const { spec } = loadSpec(join(import.meta.dirname, '../../../examples/watchdog.toml'));

/** Broken properties of the examples, with the reason why each is true. Nothing else may be found. */
const KNOWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  rock64: { 'never-stranded': 'its watchdog is deferred' },
  rm1: { 'never-stranded': 'nothing guards it before its feeder starts' },
  'fortros-node': { 'never-stranded': 'nothing guards it before its feeder starts' },
  'pi-edge-01': { 'never-stranded': 'nothing guards it before its feeder starts' },
  'cis490-lab-host': { 'never-stranded': 'nothing guards it before its feeder starts' },
};

t.test('every example is explored to the end, and fast', async (t) => {
  t.ok(spec);
  const explorer = new Explorer();
  for (const target of spec?.targets ?? []) {
    const { resolved } = compileTarget(target);
    t.ok(resolved, target.name);
    if (resolved === undefined) continue;
    for (const when of ['today', 'enabled'] as const) {
      const before = performance.now();
      const found = explorer.explore(resolved.plan, when);
      t.ok(performance.now() - before < 10_000, `${target.name} takes less than 10 s`);
      t.ok(found.complete, target.name);
      for (const { property, violation } of found.broken) {
        const why = KNOWN[target.name]?.[property.name];
        t.ok(why, `${target.name}, ${when}: ${property.name}: ${violation.detail}`);
      }
    }
  }
});

t.test('the findings of check hold no error from the exploration', async (t) => {
  const judged = (spec?.targets ?? []).map((target) => compileTarget(target, { notes: true }));
  const { diagnostics, data } = exploreTargets(judged);
  t.strictSame(
    diagnostics.filter(({ code, severity }) => severity === 'error' && code.startsWith('WD11')),
    [],
  );
  t.ok(data.length > 0);
  const story =
    diagnostics.find(({ code }) => code === 'WD1060')?.related.map(({ message }) => message) ?? [];
  t.match(story.at(-1), /hangs silently/, 'the rule about the missing watchdog tells the story');
});

t.test('equal machines are explored once, whatever their targets are called', async (t) => {
  const explorer = new Explorer();
  const plan = rock64Fixture();
  const first = explorer.explore(plan, 'today');
  t.equal(explorer.explore({ ...plan, name: 'other', description: 'another' }, 'today'), first);
  t.not(explorer.explore(rock64Fixture({ rollback: { tries: 2 } }), 'today'), first);
  const judged = (spec?.targets ?? [])
    .filter(({ name }) => name === 'rock64')
    .map((one) => compileTarget(one));
  const many = exploreTargets([...judged, ...judged, ...judged]);
  t.equal(many.data.length, 2, 'today and enabled');
});

t.test('machines that differ in times alone share their states, not their times', async (t) => {
  const slow = rock64Fixture({ rollback: { panicMs: 60_000 } });
  const explorer = new Explorer();
  const known = explorer.explore(rock64Fixture(), 'today');
  const shared = explorer.explore(slow, 'today');
  const alone = new Explorer().explore(slow, 'today');
  t.not(shared, known);
  t.equal(shared.states, alone.states);
  const timesOf = ({ broken }: typeof alone) =>
    broken.map(({ property, violation }) => [property.name, violation.trace.steps.map(({ ms }) => ms)]);
  t.same(timesOf(shared), timesOf(alone));
  t.ok(alone.broken.length > 0);
});
