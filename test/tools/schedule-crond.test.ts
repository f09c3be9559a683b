// The generated script for crond, byte for byte, in three shells: what becomes of root's crontab.
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { scheduleFiles } from '../lib/schedule-files.js';
import { SHELLS } from './lib/commit-lab.js';
import { APPLETS, CROND_TOOLS, type CrondLab, crondLab } from './lib/crond-lab.js';
import { FULL, repeats } from './lib/full.js';
import { need } from './lib/need.js';

t.jobs = 3;

const TABLE = 'var/spool/cron/crontabs/root';
const OURS = '*/10 * * * * timeout 1500 /usr/libexec/wdgen/selfheal >/dev/null 2>&1 # wdgen-schedule\n';
const FOREIGN = 'MAILTO=ops\n# keep me\n0 3 * * * /usr/bin/backup # wdgen-schedule of old\n\t*/5 * * * * x';

/** The same numbers in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Crontabs as people leave them: odd blanks, no last line end, other encodings, words that look like the mark. */
function foreignTables(count: number): Buffer[] {
  const next = random(11);
  const pieces = [
    '\n',
    '\r\n',
    ' ',
    '\t',
    '# wdgen-schedule',
    ' # wdgen-schedule of mine\n',
    '* * * * * /bin/x',
    '%',
    '\\',
    "'",
    '"$(reboot)"',
    '\xff\xfe',
    'ä',
    '/d',
    'MAILTO=""\n',
  ];
  return Array.from({ length: count }, () => {
    const length = Math.floor(next() * 30);
    const words = Array.from({ length }, () => pieces[Math.floor(next() * pieces.length)] ?? '');
    // A line that ends like ours is ours.
    return Buffer.from(words.join('').replaceAll(/ # wdgen-schedule$/gm, ' # other'), 'latin1');
  });
}

/** Commands of the lab's PID 1 that go through all crontabs and tell of each that does not come out as it should. */
const ALL = `busybox=/bin/busybox
for one in /tabs/*; do
	number=\${one##*/}
	$busybox cp "$one" /${TABLE}
	$script start >/log 2>&1 || echo "$number: start fails"
	$busybox cat /ours "$one" | cmp -s - /${TABLE} || echo "$number: start writes something else"
	$busybox cp -p /${TABLE} /first
	$script start >/log 2>&1 && cmp -s /first /${TABLE} || echo "$number: the second start changes it"
	$script status >/log || echo "$number: status: $($busybox cat /log)"
	$script stop >/log 2>&1 || echo "$number: stop fails"
	cmp -s "$one" /${TABLE} || echo "$number: stop does not restore it"
	$script status >/log && echo "$number: status finds lines that are not there"
done; echo done`;

/** Kills everything at the n-th command that is started, as a power cut does: kill -1 spares who calls it. */
function cutting(machine: CrondLab, at: number): void {
  for (const applet of APPLETS) {
    machine.put(
      `cut/${applet}`,
      `#!/bin/busybox sh\necho x >>/count\n[ "$(/bin/busybox wc -l </count)" -ne ${at} ] || { kill -9 -1; kill -9 $$; }\nexec /bin/busybox ${applet === 'sync' ? 'true' : applet} "$@"\n`,
    );
  }
  machine.put('count', '', 0o644);
}

for (const [name, shell] of Object.entries(SHELLS)) {
  // ash really calls sync, each time.
  const ash = shell === SHELLS['busybox ash'];
  const count = ash ? 10 : repeats(40, 200);

  t.test(`${name}: ${count} crontabs get the lines and lose them again, byte for byte`, async (t) => {
    if (!need(t, CROND_TOOLS)) return;
    const machine = crondLab(t, scheduleFiles('busybox'), shell);
    for (const [index, table] of foreignTables(count).entries()) machine.put(`tabs/${index}`, table, 0o644);
    machine.put('ours', OURS, 0o644);
    t.equal(machine.run(ALL).log, 'done\n');
    t.strictSame(machine.spool(), ['root'], 'nothing else is left in the folder');
  });

  // In ash a command that is an applet is no program whose start could be cut.
  const cut = async (t: Test) => {
    if (!need(t, CROND_TOOLS)) return;
    const machine = crondLab(t, scheduleFiles('busybox'), shell);
    const sides = [
      ['start', FOREIGN, OURS + FOREIGN],
      ['stop', OURS + FOREIGN, FOREIGN],
    ] as const;
    for (const [what, before, after] of sides) {
      const seen = new Set<string>();
      for (let at = 1; at < 30; at++) {
        machine.put(TABLE, before, 0o600);
        cutting(machine, at);
        const { log } = machine.run(`$script ${what} && echo through`);
        const now = machine.table().toString();
        t.ok(now === before || now === after, `${what}, cut at command ${at}`);
        seen.add(now);
        cutting(machine, 0);
        t.match(machine.run(`$script ${what} && echo through`).log, 'through', 'the next one works');
        t.equal(machine.table().toString(), after);
        t.strictSame(machine.spool(), ['root'], 'and cleans up');
        if (log.includes('through')) break;
      }
      t.equal(seen.size, 2, 'cut before and after the change');
    }
  };
  if (FULL ? !ash : shell === SHELLS.dash)
    t.test(`${name}: a power cut leaves the old crontab or the new one`, cut);

  t.test(`${name}: no crontab yet, a link, a read-only folder, a full one`, async (t) => {
    if (!need(t, CROND_TOOLS)) return;
    const machine = crondLab(t, scheduleFiles('busybox'), shell);
    const { log, status } = machine.run(
      'busybox=/bin/busybox; $busybox rm -rf /var/spool/cron; $script start',
    );
    t.equal(status, 0, log);
    t.equal(machine.table().toString(), OURS);

    machine.put('etc/crontab-root', FOREIGN, 0o600);
    machine.run(`rm /${TABLE}`);
    symlinkSync('/etc/crontab-root', join(machine.root, TABLE));
    t.equal(machine.run('$script start').status, 0);
    t.equal(readFileSync(join(machine.root, 'etc/crontab-root'), 'utf8'), OURS + FOREIGN, 'behind the link');
    t.strictSame(machine.spool(), ['root']);

    machine.run(`rm /${TABLE}`);
    machine.put(TABLE, FOREIGN, 0o600);
    const folder = `/${TABLE}`.replace('/root', '');
    const readOnly = machine.run(
      `b="/bin/busybox mount"; $b --bind ${folder} ${folder}; $b -o remount,bind,ro ${folder}; $script start`,
    );
    t.equal(readOnly.status, 1);
    t.match(readOnly.log, "root's crontab is as it was");
    t.equal(machine.table().toString(), FOREIGN);

    const big = `# ${'x'.repeat(3000)}\n`;
    machine.put('big', big, 0o600);
    const full = machine.run(
      `/bin/busybox mount -t tmpfs -o size=4k tmpfs ${folder}; /bin/busybox cp /big /${TABLE}; $script start; echo "= $?"; cmp /big /${TABLE} && /bin/busybox ls -A ${folder}`,
    );
    t.match(full.log, /root's crontab is as it was\n= 1\nroot\n$/);
  });
}
