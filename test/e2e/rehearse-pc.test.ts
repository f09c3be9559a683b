// Rehearsals on an emulated PC: hangs that the watchdog ends, and machines that are spoilt so that it does not.
import t from 'tap';
import { figure } from '../lib/figures.js';
import { pcTools, rehearse } from '../lib/pc-lab.js';
import { active, planFixture } from '../lib/plan.js';
import { edgeFixture, serviceFixture } from '../lib/plan-services.js';
import { need } from '../tools/lib/need.js';

/** fortros-node with a timeout that a test can wait for more than once. */
const short = planFixture({ watchdog: { runtimeMs: active(6000), petMs: active(2000) } });

/** pi-edge-01 with its watchdog enabled, the TCO timer, and a service that is killed after three seconds. */
const edge = edgeFixture({
  watchdog: { feeder: active({ kind: 'systemd' }), runtimeMs: active(8000), armed: true },
  services: [serviceFixture({ watchdogMs: 3000, heartbeatMs: 1000, restartDelayMs: 1000 })],
});

t.test('fortros-node: its s6 feeder is stopped', async (t) => {
  if (!need(t, pcTools)) return;
  const { result, said, measures } = await rehearse(t, planFixture(), 'feeder-stopped');
  t.equal(result, 'passed', said);
  const [hang] = measures;
  t.match(hang, { figure: 'feeder-hang', computedMs: 60_000 });
  // The TCO timer resets at its second expiry: never after the 30 s of its timeout alone.
  t.ok((hang?.measuredMs ?? 0) > 45_000, 'the reset came at the second expiry');
  if (t.passing()) figure(42, { part: 'rehearsed: the feeder of s6 is stopped', cases: 1, held: 1 });
});

t.test('a systemd that feeds freezes: the hardware resets the machine', async (t) => {
  if (!need(t, pcTools)) return;
  const { result, said, measures } = await rehearse(t, edge, 'pid1-frozen');
  t.equal(result, 'passed', said);
  t.match(measures, [{ figure: 'feeder-hang', computedMs: 16_000, over: false }]);
  if (t.passing()) figure(43, { part: 'rehearsed: a frozen PID 1', cases: 1, held: 1 });
});

t.test('a service that stalls is killed by its own watchdog, and the machine stays up', async (t) => {
  if (!need(t, pcTools)) return;
  const { result, said, measures } = await rehearse(t, edge, 'service-stalled');
  t.equal(result, 'passed', said);
  t.match(measures, [{ figure: /^service-stall:/, over: false }]);
  if (t.passing()) figure(43, { part: 'rehearsed: a service that stalls', cases: 1, held: 1 });
});

t.test(
  'a machine without a driver, without a feeder, and with one that disarms: each is told apart',
  async (t) => {
    if (!need(t, pcTools)) return;
    const [driver, feeder] = [
      await rehearse(t, short, 'feeder-stopped', 'no-driver'),
      await rehearse(t, short, 'feeder-stopped', 'no-feeder'),
    ];
    t.match(driver, { result: 'failed', said: /the driver iTCO_wdt is missing/ });
    t.match(feeder, { result: 'failed', said: /nobody has opened it/ });
    if (t.passing())
      figure(40, { part: 'rehearsed on a PC: no driver, and a device that nobody opens', cases: 2, held: 2 });
  },
);

t.test('a feeder that stops the timer at its end leaves a reboot that hangs to itself', async (t) => {
  if (!need(t, pcTools)) return;
  t.match(await rehearse(t, short, 'reboot-hangs', 'disarming-feeder'), {
    result: 'failed',
    said: /watchdog-feeder stopped the timer when it was ended: watchdog0 is inactive/,
  });
  if (t.passing()) figure(42, { part: 'rehearsed: a feeder that disarms is found out', cases: 1, held: 1 });
});
