// The generated doctor on services: messages, states, tools that hang.

import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rm1Fixture } from '../lib/plan-network.js';
import { rollbackFixture } from '../lib/plan-rollback.js';
import { dog, shipper } from './lib/doctor-lab.js';
import { impatient, journal, machine, underEveryShell } from './lib/doctor-machine.js';
import { configOf, programOf } from './lib/selfheal-lab.js';

underEveryShell(
  'messages of a service: 412 first, then 400, then transient; never green without any',
  (t, ask, shell) => {
    const lab = machine(t, { doctor: { journals: [shipper] } });
    lab.put(dog(0));
    const told = (script: string) => {
      lab.tool('journalctl', script);
      const { row, status } = ask(lab);
      const { colour, says, fix } = row('journal.shipper') ?? {};
      t.equal(status, colour === 'green' ? 0 : 1);
      return [colour, says, fix];
    };
    const lines = (text: string, count: number) => `${text}\n`.repeat(count);
    t.strictSame(told(journal(lines('ship failed: HTTP 412 out of window', 12))), [
      'red',
      'shipper: 12 ship(s) rejected as out-of-window',
      'cis490ctl resync-clock',
    ]);
    t.strictSame(told(journal(lines('HTTP 400 bad', 3))), [
      'red',
      'shipper: 3 ship(s) rejected as bad requests',
      'cis490ctl validate',
    ]);
    t.strictSame(told(journal('HTTP 503\nupload timed out\nok\n')), [
      'yellow',
      'shipper: 2 transient failures',
      'cis490ctl ping',
    ]);
    t.strictSame(told(journal(`${lines('HTTP 400', 9)}${lines('HTTP 412', 2)}HTTP 503\n`)), [
      'red',
      'shipper: 2 ship(s) rejected as out-of-window',
      'cis490ctl resync-clock',
    ]);
    t.strictSame(told(journal('shipped 1\nshipped 2\n')), [
      'green',
      'shipper: nothing of this kind in 2 lines of the last 10min',
      null,
    ]);
    t.match(told('exit 0')[1], /said nothing in the last 10min/);
    const hint = 'Hint: You are currently not seeing messages from other users and the system.';
    t.match(told(journal('', hint)), ['yellow', /not allowed to read the journal/]);
    t.match(told(journal('shipped\n', hint))[0], 'yellow', 'what it sees may not be all');
    t.match(
      told('echo "No journal files were opened due to insufficient permissions." >&2; exit 1')[1],
      /not allowed/,
    );
    t.match(told('echo "Failed to open: $(printf "\\033[1m")" >&2; exit 7')[1], /does not answer/);
    rmSync(join(lab.root, 'tools/journalctl'));
    if (shell.applets) t.match(ask(lab).row('journal.shipper')?.colour, 'yellow');
  },
);

underEveryShell('messages of a file: by the time at the start of a line', (t, ask) => {
  const lab = machine(t, {
    doctor: { journals: [{ ...shipper, unit: null, file: '/var/log/messages' }] },
  });
  lab.put(dog(0));
  const stamp = (minutes: number) => {
    const at = new Date(Date.now() - minutes * 60_000);
    const month = at.toLocaleString('en', { month: 'short', timeZone: 'UTC' });
    const time = at.toISOString().slice(11, 19);
    return `${month} ${String(at.getUTCDate()).padStart(2, ' ')} ${time}`;
  };
  const told = (text: string) => {
    lab.put({ 'var/log/messages': text });
    return ask(lab).row('journal.shipper');
  };
  t.match(ask(lab).row('journal.shipper')?.says, 'there is no /var/log/messages');
  t.match(
    told(`${stamp(60)} host app: HTTP 412\n${stamp(5)} host app: HTTP 400\n`)?.says,
    '1 ship(s) rejected as bad requests',
  );
  t.match(told(`${stamp(60)} host app: HTTP 412\n`), {
    colour: 'yellow',
    says: /nothing in \/var\/log\/messages/,
  });
  const iso = new Date(Date.now() - 60_000).toISOString().slice(0, 19);
  t.match(told(`${iso}.123456+00:00 host app: HTTP 412\n`)?.says, '1 ship(s) rejected as out-of-window');
  t.match(told('no stamp HTTP 412\n\0\xff\n')?.says, '1 ship(s) rejected as out-of-window');
  t.equal(told('')?.colour, 'yellow');
});

underEveryShell('services, monitors and self-heal', (t, ask) => {
  const service = {
    name: 'ship',
    state: 'active',
    unit: 'ship.service',
    whole: null,
    type: 'notify',
    watchdogMs: 180_000,
    heartbeatMs: null,
    notifyAccess: null,
    restart: null,
    restartDelayMs: null,
    startTimeoutMs: null,
    stopTimeoutMs: null,
    startLimit: null,
    onFailure: null,
    deferral: null,
  } as const;
  const monitor = {
    name: 'client',
    state: 'active',
    process: 'telemetry client.py',
    restart: { manager: 'systemd', service: 'edge.service' },
    everyMs: 60_000,
    restartsPerHour: 3,
    graceMs: 0,
    alerts: [],
    deferral: null,
  } as const;
  const lab = machine(t, { services: [service], monitors: [monitor] });
  lab.put(dog(0));
  t.match(ask(lab).row('service.ship')?.says, 'systemd does not say how ship.service is');
  const show = (state: string, restarts: number, result = 'success') =>
    lab.tool(
      'systemctl',
      `printf 'LoadState=loaded\\nActiveState=${state}\\nSubState=x\\nResult=${result}\\nNRestarts=${restarts}\\n'`,
    );
  show('active', 0);
  t.equal(ask(lab).row('service.ship')?.colour, 'green');
  show('active', 4);
  t.match(ask(lab).row('service.ship'), {
    colour: 'yellow',
    says: 'ship.service runs, and was restarted 4 times',
  });
  show('failed', 1, 'watchdog');
  t.match(ask(lab).row('service.ship'), {
    colour: 'red',
    says: 'ship.service is failed, last result: watchdog',
  });
  impatient(lab);
  lab.tool('systemctl', 'exec sleep 60');
  t.match(ask(lab).row('monitor.client'), { colour: 'red', fix: 'systemctl restart edge.service' });
  lab.put({
    'proc/77/cmdline': 'python3\0telemetry\0client.py\0',
    'proc/78/cmdline': 'wdgen-doctor\0telemetry client.py\0',
  });
  t.equal(ask(lab).row('monitor.client')?.colour, 'green');
});

underEveryShell('tools that hang or are missing do not stop the rest', (t, ask) => {
  const lab = machine(t, { doctor: { journals: [shipper] }, rollback: rollbackFixture() });
  impatient(lab);
  lab.put(dog(0));
  for (const tool of ['journalctl', 'fw_printenv', 'systemctl']) lab.tool(tool, 'exec sleep 60');
  const { json, row } = ask(lab);
  t.equal(row('watchdog')?.colour, 'green');
  t.match(row('slot')?.colour, 'yellow');
  t.match(row('journal.shipper')?.says, 'does not answer');
  t.equal(json.verdict, 'yellow');
});

underEveryShell('the real self-heal is asked; one that hangs with a child is not waited for', (t, ask) => {
  const plan = rm1Fixture();
  const lab = machine(t, { network: plan.network });
  lab.put(dog(0));
  const path = 'usr/libexec/wdgen/selfheal';
  const says = () => {
    const { colour, says } = ask(lab).row('selfheal') ?? {};
    return [colour, says];
  };
  t.match(says(), ['red', /is not installed/]);
  const state = plan.network?.stateDir ?? '';
  const here = (text: string) =>
    text
      .replaceAll('/etc/wdgen/selfheal.conf', `${lab.root}/etc/wdgen/selfheal.conf`)
      .replaceAll(state, `${lab.root}/state`)
      .replaceAll('/run/$me', `${lab.root}/run/$me`);
  lab.put({ 'etc/wdgen/selfheal.conf': here(configOf(plan)), [path]: here(programOf(plan)) });
  chmodSync(join(lab.root, path), 0o755);
  t.match(says(), ['yellow', 'the network self-heal has not looked yet in this boot']);
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const up = Math.floor(Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]));
  const round = (fails: number, result: string) =>
    lab.put({ 'run/wdgen-selfheal/round': `1 ${boot} ${fails} yes ${up} ${result} - end\n` });
  const budget = (...marks: readonly number[]) =>
    lab.put({ 'state/budget': `1 ${[90_000, boot, up, 0, ...marks].join(' ')} end\n` });
  round(0, 'healthy');
  t.strictSame(says(), ['green', 'the network is healthy; self-heal knows nothing yet of past reboots']);
  budget();
  t.strictSame(says(), ['green', 'the network is healthy; self-heal has 1 reboots left']);
  budget(89_000);
  t.match(says(), ['yellow', /used up for now/]);
  round(3, 'unhealthy');
  t.match(says(), ['red', /down for 3 rounds, and the reboots .* used up/]);
  budget();
  t.match(says(), ['red', /down for 3 rounds; self-heal has 1 reboots left/]);
  impatient(lab);
  lab.put({ [path]: '#!/bin/sh\nsleep 20\n' });
  chmodSync(join(lab.root, path), 0o755);
  const start = Date.now();
  t.match(says(), ['yellow', /does not say how it is/]);
  t.ok(Date.now() - start < 15_000, 'although its child lives on');
});
