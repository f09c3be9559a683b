// What the generated doctor prints, and what it reads: words, JSON, real tools, no watchdog opened.

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { rollbackFixture } from '../lib/plan-rollback.js';
import { type Answer, DOCTOR_TOOLS, dog, shipper } from './lib/doctor-lab.js';
import { machine, underEveryShell } from './lib/doctor-machine.js';
import { need } from './lib/need.js';
import { SHELLS } from './lib/retention-lab.js';

underEveryShell(
  'words: 80 columns, no colours where nobody sees them, and what it does not know',
  (t, _ask, shell) => {
    const lab = machine(t, { rollback: rollbackFixture(), doctor: { journals: [shipper] } });
    const { text, status } = lab.words(shell);
    t.equal(status, 1);
    t.notMatch(text, /\x1b/);
    for (const line of text.split('\n').filter((one) => !one.includes('->'))) t.ok(line.length <= 80, line);
    t.match(text, /^RED {6}there is no watchdog/);
    t.equal(lab.words(shell, '--help').status, 0);
    for (const bad of ['--jsn', '', 'x']) t.equal(lab.words(shell, bad).status, 2);
  },
);

underEveryShell('JSON, whatever is in the way', (t, ask) => {
  const hostile = [
    '"',
    '\\',
    '\\"',
    '\t',
    '\x1b[31m',
    '\x00',
    '\xff\xfe',
    '%s%n',
    '$(x)',
    '`x`',
    "'",
    '\u2028',
    '{"a":1}',
    '\\u0000',
    '\r\n',
    '</script>',
    '%',
    'é',
    '-n',
    '\\c',
  ];
  for (let round = 0; round < 10; round += 1) {
    const pick = (offset: number) => hostile[(round * 2 + offset) % hostile.length] ?? '';
    const spoken = (text: string) => text.replace(/[\p{Cc}\u2028\ud800-\udfff]/gu, '');
    const lab = machine(t, {
      doctor: {
        journals: [0, 1, 2, 3].map((index) => ({
          ...shipper,
          name: `j${index}`,
          patterns: [
            {
              name: 'p',
              match: 'HTTP',
              colour: 'red',
              says: `%n ${spoken(pick(index))}x%n`,
              fix: `f ${spoken(pick(index + 4))}`,
            },
          ],
        })),
      },
    });
    lab.put(
      dog(0, {
        identity: `id ${pick(1)}`,
        state: pick(2),
        timeout: pick(3),
        bootstatus: pick(4),
        timeleft: pick(5),
      }),
    );
    lab.process(5, pick(6).replaceAll('\0', ''), `/dev/watchdog ${pick(7).replaceAll('\0', '')}`);
    lab.put({ 'proc/sys/kernel/random/boot_id': `${pick(8)}\n`, 'proc/uptime': `${pick(9)}\n` });
    lab.tool('journalctl', `cat <<'END'\nHTTP ${pick(10).replaceAll('\0', '')}\nEND`);
    const { json } = ask(lab);
    t.ok(json.rows.length >= 6);
    t.match(
      json.rows.find(({ id }) => id === 'journal.j1')?.says,
      `1 ${spoken(pick(1)).replaceAll('%n', '1')}x1`,
    );
    rmSync(lab.root, { recursive: true });
  }
});

t.test('with the real fw_printenv', { buffered: true }, async (t) => {
  const tools = [
    { command: 'fw_printenv', debian: 'libubootenv-tool' },
    { command: 'mkenvimage', debian: 'u-boot-tools' },
  ];
  if (!need(t, [...DOCTOR_TOOLS, ...tools])) return;
  const lab = machine(t, { rollback: rollbackFixture() });
  lab.put({ ...dog(0), 'proc/cmdline': 'wdgen.slot=B\n' });
  // Its configuration takes no long paths.
  const folder = mkdtempSync(join(tmpdir(), 'wdgen-doctor-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const input = 'BOOT_ORDER=A B\nBOOT_A_LEFT=0\nBOOT_B_LEFT=3\nwd_refilled=0\n';
  spawnSync('mkenvimage', ['-r', '-s', '8192', '-o', join(folder, 'env'), '-'], { input });
  const copy = readFileSync(join(folder, 'env'));
  writeFileSync(join(folder, 'env'), Buffer.concat([copy, copy]));
  lab.put({ 'etc/fw_env.config': `${folder}/env 0x0 0x2000\n${folder}/env 0x2000 0x2000\n` });
  const { json, row } = lab.ask(SHELLS.dash);
  t.match(row('slot')?.says, "running fallback slot B because A's tries are used up");
  t.equal(json.committed, true);
});

t.test('it opens no watchdog', { buffered: true }, async (t) => {
  if (!need(t, [...DOCTOR_TOOLS, { command: 'strace', debian: 'strace' }])) return;
  const lab = machine(t, { rollback: rollbackFixture(), doctor: { journals: [shipper] } });
  lab.put(dog(0));
  const trace = join(lab.root, 'trace');
  const opens = ['-f', '-qq', '-e', 'trace=open,openat,openat2,creat', '-o', trace];
  const { status } = spawnSync('strace', [...opens, 'dash', lab.program], {
    env: lab.environment(SHELLS.dash),
  });
  t.equal(status, 1);
  const seen = readFileSync(trace, 'utf8');
  t.match(seen, /class\/watchdog\/watchdog0\/identity/, 'sysfs was read');
  t.notMatch(seen, /"[^"]*\/dev\/watchdog/);
  const written = seen
    .split('\n')
    .filter((line) => /O_(WRONLY|RDWR)/.test(line) && !/\/dev\/(null|tty)/.test(line));
  t.strictSame(written, [], 'nothing is written');
});

t.test('what may not be read is said', { buffered: true }, async (t) => {
  if (!need(t, [...DOCTOR_TOOLS, { command: 'setpriv', debian: 'util-linux' }])) return;
  if (process.getuid?.() !== 0) return t.pass('only root can become somebody else', { skip: true });
  const lab = machine(t, { doctor: { journals: [{ ...shipper, unit: null, file: '/var/log/messages' }] } });
  lab.put({ ...dog(0), 'var/log/messages': 'HTTP 412\n', 'sys/fs/pstore/dmesg': '' });
  for (const path of ['var/log/messages', 'proc/1/fd', 'sys/fs/pstore']) chmodSync(join(lab.root, path), 0);
  const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  const { stdout } = spawnSync('setpriv', [...nobody, 'dash', lab.program, '--json'], {
    env: lab.environment(SHELLS.dash),
    encoding: 'utf8',
  });
  const rows = (JSON.parse(stdout) as Answer['json']).rows.filter(({ says }) => says.includes('not allowed'));
  t.strictSame(
    rows.map(({ id }) => id),
    ['holder', 'pstore', 'journal.shipper'],
  );
});
