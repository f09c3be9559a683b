// Rehearsals on an emulated PC: a hang that the watchdog ends, and a machine that is spoilt so that it does not.
import t from 'tap';
import { pcTools, rehearse } from '../lib/pc-lab.js';
import { planFixture } from '../lib/plan.js';
import { need } from '../tools/lib/need.js';

t.test('fortros-node: its s6 feeder is stopped', async (t) => {
  if (!need(t, pcTools)) return;
  const { result, said, measures } = await rehearse(t, planFixture(), 'feeder-stopped');
  t.equal(result, 'passed', said);
  const [hang] = measures;
  t.match(hang, { figure: 'feeder-hang', computedMs: 60_000 });
  // The TCO timer resets at its second expiry: never after the 30 s of its timeout alone.
  t.ok((hang?.measuredMs ?? 0) > 45_000, 'the reset came at the second expiry');
});
