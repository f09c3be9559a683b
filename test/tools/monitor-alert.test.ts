// The generated alert program, byte for byte, under three shells and with curl, GNU wget and BusyBox' wget, against a
// real HTTP server.
import t, { type Test } from 'tap';
import { monitor } from '../../src/backends/monitor/index.js';
import type { AlertPlan } from '../../src/plan/types.js';
import { alertFixture, edgeFixture, monitorFixture } from '../lib/plan-services.js';
import { artefactsOf } from '../lib/s6rc.js';
import { type Lab, MONITOR_TOOLS, monitorLab, SHELLS } from './lib/monitor-lab.js';
import { need } from './lib/need.js';
import { webhook } from './lib/webhook.js';

t.jobs = 6;

function labWith(t: Test, alerts: readonly AlertPlan[]): Lab {
  const monitors = [monitorFixture({ alerts: alerts.map(({ name }) => name) })];
  return monitorLab(t, artefactsOf(monitor, edgeFixture({ alerts, monitors })));
}

/** As text for a shell, byte for byte: hostile details are no valid UTF-8. */
const inShell = (bytes: Buffer) =>
  `"$(printf '${[...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}x')"`;

/** Bytes of every kind: text, quotes, control characters, cut and overlong UTF-8, surrogates, noise. */
function hostile(count: number): Buffer[] {
  const known = [
    'plain',
    '',
    '"',
    '\\',
    "it's",
    '\\"',
    '\u0001\u001f\u007f',
    'a\tb\nc\rd',
    'ü€𐍈',
    '\u2028\u202e',
    '$(reboot)',
    '`reboot`',
    '%s%d%n',
    '${HOME}',
    '-n',
    '</script>',
    '{"event":"x"}',
    '\\u0041',
    'a'.repeat(3000),
  ].map((text) => Buffer.from(text));
  const cut = [
    'c3',
    'e282',
    'f09f98',
    'c080',
    'edA080',
    'f4908080',
    'ff',
    '80',
    'e28228',
    'f0288c28',
    'c3c3a9',
  ];
  const found = [...known, ...cut.map((hex) => Buffer.from(hex, 'hex'))];
  for (let seed = 1; found.length < count; seed++)
    found.push(
      Buffer.from(
        Array.from({ length: seed % 40 }, (_, i) => 1 + ((seed * 7919 + i * i * 104_729 + i * 31) % 255)),
      ),
    );
  return found;
}

for (const [name, shell] of Object.entries(SHELLS)) {
  const test = (title: string, body: (t: Test) => Promise<void>) =>
    t.test(`${name}: ${title}`, { buffered: true }, async (t) => {
      if (need(t, MONITOR_TOOLS)) await body(t);
    });

  test('a server gets exactly this', async (t) => {
    const { url, calls } = await webhook(t);
    const fields = { site: 'the "roof" of Köln\\', rack: "it's 7" };
    const lab = labWith(t, [alertFixture({ url: `${url}/ok?key=a&b=[1]{2}`.replace('{2}', ''), fields })]);
    const { text } = await lab.run(shell, '$A ops crash "Process auto-restarted"; echo $?');
    t.equal(text, '0\n');
    const [call] = calls;
    t.match(call, { method: 'POST', type: 'application/json', path: '/ok?key=a&b=[1]' });
    const message = { event: 'crash', device: 'pi-edge-01', details: 'Process auto-restarted', ...fields };
    t.equal(call?.body, JSON.stringify(message));
    t.equal(lab.log(), 'ops was told of "crash"\n');
  });

  test('details of every kind', async (t) => {
    const lab = labWith(t, [alertFixture()]);
    const details = hostile(200);
    const lines = details.map((bytes) => `d=${inShell(bytes)}; $A --dry-run ops 'a"b' "\${d%x}"`);
    lab.put('many', `${lines.join('\n')}\n`);
    const { text } = await lab.run(shell, '. /many');
    const messages = text.trimEnd().split('\n');
    t.equal(messages.length, 200);
    t.notMatch(text, /[^\n -~]/, 'nothing but ASCII');
    for (const [index, bytes] of details.entries()) {
      const parsed = JSON.parse(messages[index] ?? '') as Readonly<Record<string, string>>;
      const wanted = { event: 'a"b', device: 'pi-edge-01', details: bytes.toString('utf8') };
      if (JSON.stringify(parsed) !== JSON.stringify(wanted))
        t.fail(`${bytes.toString('hex')} became ${messages[index]}`);
    }
  });

  test('a server that fails, redirects or is not there: so many tries, and then it is over', async (t) => {
    const { url, calls } = await webhook(t);
    const to = (path: string) =>
      alertFixture({ name: path, url: `${url}/${path}`, tries: 2, timeoutMs: 1000 });
    const gone = alertFixture({ name: 'gone', url: 'http://127.0.0.1:1/', tries: 2, timeoutMs: 1000 });
    const lab = labWith(t, [to('500'), to('404'), to('hang'), gone]);
    const { text, ms } = await lab.run(
      shell,
      'for one in 500 404 hang gone; do $A $one crash x; echo $?; done',
    );
    t.equal(text.replace(/.*Killed.*\n/g, ''), '1\n1\n1\n1\n');
    for (const path of ['/500', '/404', '/hang'])
      t.equal(calls.filter((call) => call.path === path).length, 2, path);
    t.ok(ms < 60_000, `${ms} ms`);
    t.match(lab.log(), '500 was not told of "crash" in 2 tries');
  });

  test('a server that is slow, or recovers', async (t) => {
    const { url, calls } = await webhook(t);
    const lab = labWith(t, [
      alertFixture({ name: 'flaky', url: `${url}/flaky` }),
      alertFixture({ name: 'slow', url: `${url}/slow` }),
    ]);
    t.equal((await lab.run(shell, '$A flaky crash x; echo $?; $A slow crash x; echo $?')).text, '0\n0\n');
    t.strictSame(
      calls.map(({ path }) => path),
      ['/flaky', '/flaky', '/slow'],
    );
  });

  test('a recovery does not wait for it', async (t) => {
    const { url, calls } = await webhook(t);
    const lab = labWith(t, [alertFixture({ url: `${url}/hang`, tries: 2, timeoutMs: 3000 })]);
    lab.put('tmp/start', '');
    const given = "/bin/busybox grep -q 'not told' /tmp/log";
    // A minute at most: on a busy machine the two tries take longer than their limits.
    const wait = `for i in $(/bin/busybox seq 60); do ${given} && break; /bin/busybox sleep 1; done`;
    const { text } = await lab.run(shell, `$M; ${given}; echo $?; ${wait}`);
    t.equal(text, '1\n', 'the run has ended before the alert was given up');
    t.match(lab.read('tmp/calls'), 'systemctl --no-block restart edge_telemetry.service');
    t.equal(calls.length, 2, 'and the alert goes on by itself');
    t.match(JSON.parse(calls[0]?.body ?? '{}'), {
      event: 'crash',
      details: /no process "telemetry_client.py"; restarted/,
    });
    t.match(lab.log(), 'ops was not told of "crash" in 2 tries');
  });

  test('the address is on no command line, where that can be', async (t) => {
    const { url } = await webhook(t);
    const lab = labWith(t, [alertFixture({ url: `${url}/hang?secret`, tries: 1, timeoutMs: 2000 })]);
    const look =
      'for f in /proc/[0-9]*/cmdline; do /bin/busybox tr "\\000" " " <$f; echo; done >/tmp/seen 2>/dev/null';
    await lab.run(shell, `$A ops crash x & /bin/busybox sleep 1; ${look}; wait`);
    const seen = lab.read('tmp/seen');
    t.match(seen, /(curl|wget) /, 'it was at work');
    t.equal(seen.includes('secret'), shell.tools === 'busybox', 'only BusyBox shows it');
  });

  test('called wrongly, configured wrongly, nothing to send with', async (t) => {
    const lab = labWith(t, [alertFixture()]);
    const calls = [
      '$A',
      '$A ops',
      '$A ops crash',
      '$A other crash x',
      '$A --background other crash x',
      '$A --background ops',
    ];
    for (const call of calls) t.match((await lab.run(shell, `${call}; echo "= $?"`)).text, '= 2\n', call);
    const { text } = await lab.run(
      { ...shell, sender: 'none' } as never,
      '$A --check ops; echo $?; $A ops crash x; echo $?',
    );
    // The shell of BusyBox has all applets in it, wget too.
    if (shell.tools === 'debian')
      t.equal(text, 'wdgen-alert: ops: there is no curl, and no wget that can post\n1\n3\n');
    const check = await lab.run(shell, '$A --check ops; echo $?');
    t.match(check.text, 'ops: everything it needs is there\n0\n');
    t.equal(check.text.includes("BusyBox' wget shows the address"), shell.tools === 'busybox');
  });

  test('under systemd it becomes a service of its own', async (t) => {
    const lab = labWith(t, [alertFixture()]);
    lab.put('stand-in/systemd-run', '#!/bin/sh\nfor word; do echo "$word"; done >>/tmp/run\n');
    const script = `mkdir -p /run/systemd/system; $A --background ops crash 'costs $5 "now"'; echo $?`;
    t.equal((await lab.run(shell, script)).text, '0\n');
    t.strictSame(lab.read('tmp/run').split('\n').slice(3), [
      '/usr/libexec/wdgen/alert',
      'ops',
      'crash',
      'costs $$5 "now"',
      '',
    ]);
  });
}
