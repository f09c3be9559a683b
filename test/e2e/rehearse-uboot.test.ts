// rock64's story: the slot that was just updated hangs, and U-Boot rolls back. The timeout is 10 s, not the example's
// 30 s, so that three resets fit into a test.
import t from 'tap';
import { figure } from '../lib/figures.js';
import { need } from '../tools/lib/need.js';
import { rehearseUboot, rock64, ubootRehearsalTools } from './lib/rehearse-uboot.js';

/** What is waited for in vain here is waited for only so long. */
const quick = rock64({ runtimeMs: 4000 });

if (need(t, ubootRehearsalTools)) {
  t.test('slot B hangs on each boot: three resets by the watchdog, 3 to 0 on the disk, slot A', async (t) => {
    const { result, said, measures, marks } = await rehearseUboot(t, rock64(), 'broken-slot');
    t.equal(result, 'passed', said);
    t.match(said, 'BOOT_B_LEFT on the disk went 3, 2, 1, 0; then slot A booted and was marked good');
    t.equal(marks.filter(({ text }) => text === 'reset by the watchdog').length, 3);
    const [hang, boot, rollback] = measures;
    t.match(hang, { figure: 'feeder-hang', computedMs: 10_000 });
    t.ok((hang?.measuredMs ?? 0) > 9_000, 'no earlier than the timeout, less a feeding');
    t.equal(boot?.figure, 'boot');
    t.match(rollback, { figure: 'rollback-hang', over: false });
    t.ok((rollback?.measuredMs ?? 0) > 30_000);
    if (t.passing()) figure(43, { part: 'rehearsed: a slot that hangs is left', cases: 1, held: 1 });
  });

  t.test('a boot script that does not count is found out', async (t) => {
    const { result, said } = await rehearseUboot(t, quick, 'broken-slot', {
      script: 'does-not-count',
    });
    t.equal(result, 'failed');
    t.match(said, 'BOOT_B_LEFT should be 2 on the disk, and it is 3: the boot script does not count');
  });

  t.test('a feeder that was never started is found out', async (t) => {
    const { result, said } = await rehearseUboot(t, quick, 'broken-slot', { broken: 'no-feeder' });
    t.equal(result, 'failed');
    t.match(said, 'the feeder was never started, so nobody had opened the watchdog');
  });

  t.test('a driver that is missing is found out', async (t) => {
    const { result, said } = await rehearseUboot(t, quick, 'broken-slot', { broken: 'no-driver' });
    t.equal(result, 'failed');
    t.match(said, 'driver is missing, so there was no device to open');
    if (t.passing()) figure(40, { part: 'rehearsed on U-Boot: no driver', cases: 1, held: 1 });
  });
}
