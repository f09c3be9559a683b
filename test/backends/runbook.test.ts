import t from 'tap';
import { render } from '../../src/backends/render.js';
import { runbook } from '../../src/backends/runbook/index.js';
import type { TargetPlan } from '../../src/plan/types.js';
import { active, deferred, planFixture } from '../lib/plan.js';
import { debian, debianBusybox, flag, forbidden, rock64, rock64Enabled } from '../lib/plan-nixos.js';

function textOf(plan: TargetPlan): string {
  const [draft] = runbook.drafts(plan);
  if (draft === undefined) throw new Error('no runbook');
  return render(draft, 'runbook').text;
}

t.test('deferred: says that nothing is enforced, the targets, and what lifts them', async (t) => {
  const text = textOf(rock64());
  t.match(text, '**Nothing feeds the watchdog.**');
  t.match(text, '| `runtime` | deferred | nothing | `30s` | rehearsal, boots:50 |');
  t.match(text, '| `reboot` | deferred | nothing | `10min` | rehearsal, boots:50 |');
  t.match(text, 'Rock64 boot reliability is not validated yet');
  t.match(text, "every reboot arms it with systemd's own default, 10min");
  t.match(text, 'wdgen enable --target rock64\n');
  t.notMatch(text, 'busctl', 'there is nothing to hold');
});

t.test('enabled: who feeds, what that covers, how to hold it', async (t) => {
  const text = textOf(rock64Enabled());
  t.match(text, 'The watchdog is armed: `systemd` feeds `/dev/watchdog0`');
  t.match(text, '| user space is wedged | not covered: PID 1, which feeds, sees nothing of it |');
  t.match(text, '| PID 1 hangs or crashes | reset within 30 s by the watchdog, fed by systemd |');
  t.match(text, 'RuntimeWatchdogUSec t 0');
  t.notMatch(text, 'with everything enabled', 'nothing is left to enable');
  t.match(text, 'at most 28.6s', 'a limit is cut, not rounded up');
  t.match(text, 'when the kernel dies after at most 28.6s');
});

t.test('the quirks of a driver', async (t) => {
  const pc = textOf(debianBusybox());
  t.match(pc, 'It resets at the second expiry: about 1min after the last feeding');
  t.match(pc, 'It refuses longer timeouts. systemd then closes the device');
  t.notMatch(textOf(planFixture()), 'systemd');
  const plan = rock64Enabled();
  const { driver } = plan.watchdog;
  const odd = {
    ...driver,
    stepsMs: [1000, 2500],
    softwareOnly: true,
    magicClose: false,
    watchdogCore: false,
  };
  const text = textOf({ ...plan, watchdog: { ...plan.watchdog, driver: odd } });
  t.match(text, 'only 1s, 2.5s');
  t.match(text, 'it dies with the kernel');
  const plain = { ...plan.watchdog, device: '/dev/watchdog' };
  t.match(textOf({ ...plan, watchdog: plain }), '/sys/class/watchdog/watchdog0/identity');
  t.match(text, 'Any close of the device stops it');
  t.notMatch(text, '/sys/class/watchdog/watchdog0/identity');
});

t.test('every feeder and init says how to stop it, or that one cannot', async (t) => {
  t.match(textOf(planFixture()), 's6-svc -O -t /run/service/watchdog-feeder');
  t.match(textOf(planFixture()), 'the feeder, which feeds whatever happens, sees nothing of it');
  t.match(textOf(debianBusybox()), 'systemctl stop watchdog-feeder.service');
  for (const init of ['busybox', 'sysv'] as const)
    t.match(textOf(planFixture({ platform: { kind: 'buildroot', init } })), 'killall -TERM watchdog');
  const fed = { runtimeMs: active(30_000), armed: true };
  t.match(textOf(debian({ ...fed, feeder: active({ kind: 'watchdogd' }) })), 'watchdogctl disable');
  const application = active({ kind: 'application', name: 'maintainer' } as const);
  t.match(textOf(debian({ ...fed, feeder: application })), 'Only the application can stop the timer');
  t.match(textOf(debian({ ...fed, nowayout: active(true) })), 'There is no way to stop the timer');
});

t.test('forbidden and deferred settings of the kernel and the feeder', async (t) => {
  const flags = [
    flag('DW_WATCHDOG'),
    flag('SOFT_WATCHDOG', { setting: forbidden('a timer of the kernel') }),
    flag('WATCHDOG_NOWAYOUT', { setting: deferred({ kind: 'tristate', value: 'y' }) }),
  ];
  const kernel = { ...rock64().kernel, flags, deferral: { reason: 'later', gate: ['approval'] } };
  const text = textOf(rock64({ feeder: forbidden('it freezes') }, { kernel }));
  t.match(text, '| `kernel SOFT_WATCHDOG` | forbidden | nothing | &nbsp; | a timer of the kernel |');
  t.match(text, '| `kernel WATCHDOG_NOWAYOUT` | deferred | nothing | `y` | approval |');
  t.notMatch(text, 'kernel DW_WATCHDOG', 'only what is not simply there');
  t.match(text, 'Feeding it is forbidden on this board: it freezes');
});

t.test('parameters that no file sets', async (t) => {
  const change = { openTimeoutMs: active(120_000), nowayout: active(true) };
  t.match(textOf(debian(change)), '```\nwatchdog.open_timeout=120 dw_wdt.nowayout=1\n```');
  t.match(textOf(debianBusybox(change)), '```\nwatchdog.open_timeout=120\n```', 'modprobe sets the rest');
  t.notMatch(textOf(rock64(change)), '## Kernel command line', 'NixOS has an option for it');
});

t.test("the user's text stays text", async (t) => {
  const evil = 'a | b\n# Heading `code` <script> [x](http://x) **bold**';
  const plan = rock64(
    { feeder: forbidden(evil), deferral: { reason: evil, gate: [evil] }, device: '/dev/`x`|y' },
    { description: evil, name: evil },
  );
  const full = textOf({ ...plan, board: { ...plan.board, firmware: null, notes: [evil] } });
  const text = full.replace(/^<!--.*-->$/gm, '').replace(/^```sh\n.*?^```$/gms, '');
  t.notMatch(text, /^# Heading/m);
  t.notMatch(text, /(?<!\\)<script>/);
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  for (const row of rows) t.equal(row.split(/(?<!\\)\|/).length, 7, `five cells: ${row}`);
  t.match(text, 'knows nothing about this board');
});
