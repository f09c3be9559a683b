// What else can become of an updated slot. Less than in the example, so that a test ends: 10 s of timeout, 6 s for the
// health checks, panic=3, two tries where a slot uses them up.
import t from 'tap';
import { figure } from '../lib/figures.js';
import { FULL } from '../tools/lib/full.js';
import { need } from '../tools/lib/need.js';
import { recovery, rehearseUboot, rock64, ubootRehearsalTools } from './lib/rehearse-uboot.js';

const rollback = { tries: 2 };
const commit = { timeoutMs: 6000, retryMs: 2000 };

if (need(t, ubootRehearsalTools)) {
  t.test('a slot that panics restarts by panic=, not by the watchdog', async (t) => {
    const { result, said, measures } = await rehearseUboot(
      t,
      rock64({ rollback: { ...rollback, panicMs: 3000 } }),
      'slot-panics',
    );
    t.equal(result, 'passed', said);
    t.match(said, 'BOOT_B_LEFT on the disk went 2, 1, 0; then slot A booted');
    t.match(measures[0], { figure: 'panic', computedMs: 3000, over: false });
    if (t.passing()) figure(43, { part: 'rehearsed: a slot that panics is left', cases: 1, held: 1 });
  });

  t.test('a sound slot is marked good by the generated program and the real fw_setenv', async (t) => {
    const { result, said } = await rehearseUboot(t, rock64(), 'commit-succeeds');
    t.equal(result, 'passed', said);
    t.match(said, 'Slot B was counted down to 2 of 3 tries, passed its checks, and had 3 on the disk again');
  });

  t.test('a slot that fails its checks is given up', async (t) => {
    const { result, said, measures } = await rehearseUboot(t, rock64({ commit, rollback }), 'commit-fails');
    t.equal(result, 'passed', said);
    t.match(measures[1], { figure: 'rollback-checks', over: false });
    if (t.passing())
      figure(43, { part: 'rehearsed: a slot that fails its checks is left', cases: 1, held: 1 });
  });

  t.test('the power fails at random moments', async (t) => {
    const { result, said } = await rehearseUboot(t, rock64(), 'power-cuts');
    t.equal(result, 'passed', said);
  });

  const runtimeMs = 5000;

  t.test('every slot is used up, stay-degraded: the first one stays up', async (t) => {
    const plan = rock64({ runtimeMs, commit, rollback: { exhausted: 'stay-degraded' } });
    const { result, said } = await rehearseUboot(t, plan, 'slots-exhausted');
    t.equal(result, 'passed', said);
    t.match(said, 'slot A stayed up, degraded');
  });

  t.test('every slot is used up, recovery: a system of its own comes up', async (t) => {
    const plan = rock64({ runtimeMs, commit, rollback: { exhausted: 'recovery', recovery: recovery() } });
    const { result, said } = await rehearseUboot(t, plan, 'slots-exhausted');
    t.equal(result, 'passed', said);
    t.match(said, 'the recovery target came up');
  });

  t.test('every slot is used up, refill-once: as stay-degraded, once the tries were refilled', async (t) => {
    if (!FULL) return t.pass('a long version of stay-degraded', { skip: 'WDGEN_TEST_FULL=1 takes it' });
    const { result, said } = await rehearseUboot(t, rock64({ commit }), 'slots-exhausted');
    t.equal(result, 'passed', said);
    t.match(said, 'slot A stayed up, degraded');
  });
}
