// What init starts: only the files that the init of the image reads count.
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { imageTree } from '../../src/audit/image/tree.js';
import { readStarts } from '../../src/audit/read/starts.js';
import { stepsOf } from '../../src/audit/read/steps.js';

type Dir = NonNullable<Parameters<Test['testdir']>[0]>;

/** Starts by name, and whether a boot runs each; `watchdog` for those that lead to the command. */
function startsOf(t: Test, dir: Dir): readonly string[] {
  const tree = imageTree(t.testdir(dir), '');
  return readStarts(tree, new Map(), new Map()).map((start) => {
    const feeds = stepsOf(tree, start).some(({ words }) => words[0] === 'watchdog');
    return `${start.name} ${start.on === undefined ? 'off' : 'on'}${feeds ? ' watchdog' : ''}`;
  });
}

const SCRIPT = '#!/bin/sh\nwatchdog /dev/watchdog\n';
const RCS = '#!/bin/sh\nfor i in /etc/init.d/S??*; do\n  [ -x "$i" ] && $i start\ndone\n';
const INITTAB = '::sysinit:/etc/init.d/rcS\n';

t.test('systemd reads no inittab that was left over', async (t) => {
  const usr = { lib: { systemd: { systemd: '' } } };
  const etc = {
    inittab: `::respawn:watchdog -F /dev/watchdog\n${INITTAB}`,
    'init.d': { rcS: RCS, S15w: SCRIPT },
  };
  t.strictSame(startsOf(t, { usr, etc }), []);
  t.strictSame(startsOf(t, { etc }), ['watchdog on watchdog', '/etc/init.d/rcS on', 'S15w on watchdog']);
});

t.test('run levels count where there is a default one', async (t) => {
  const lines = [
    'si:5:sysinit:/etc/boot',
    'l3:3:wait:/etc/three',
    'w5:45:respawn:watchdog -F /dev/watchdog',
    'x::once:/etc/any',
    '',
  ].join('\n');
  const link = t.fixture('symlink', '../init.d/both');
  const etc = {
    'init.d': { both: SCRIPT, five: SCRIPT, early: SCRIPT },
    'rcS.d': { S01early: t.fixture('symlink', '../init.d/early') },
    'rc3.d': { S20both: link },
    'rc5.d': { S20both: link, S21five: t.fixture('symlink', '../init.d/five') },
  };
  const scripts = (five: string) => [
    'S01early on watchdog',
    'S20both on watchdog',
    `S21five ${five} watchdog`,
  ];
  t.strictSame(startsOf(t, { etc: { ...etc, inittab: `id:3:initdefault:\n${lines}` } }), [
    ...['/etc/boot on', '/etc/three on', 'watchdog off watchdog', '/etc/any on'],
    ...scripts('off'),
  ]);
  t.strictSame(startsOf(t, { etc: { ...etc, inittab: `id:5:initdefault:\n${lines}` } }), [
    ...['/etc/boot on', '/etc/three off', 'watchdog on watchdog', '/etc/any on'],
    ...scripts('on'),
  ]);
  t.strictSame(
    startsOf(t, { etc: { ...etc, inittab: lines } }),
    [...['/etc/boot on', '/etc/three on', 'watchdog on watchdog', '/etc/any on'], ...scripts('on')],
    'BusyBox knows no run levels',
  );
});

t.test('rc.local needs something that runs it', async (t) => {
  const local = { 'rc.local': SCRIPT };
  const check = (t: Test, dir: Dir, expected: readonly string[]) => {
    const folder = t.testdir(dir);
    chmodSync(join(folder, 'etc/rc.local'), 0o755);
    const tree = imageTree(folder, '');
    const found = readStarts(tree, new Map(), new Map()).map(
      (start) =>
        `${start.name} ${start.on === undefined ? 'off' : 'on'} ${stepsOf(tree, start).filter(({ words }) => words[0] === 'watchdog').length}`,
    );
    t.strictSame(found, expected);
  };
  check(t, { etc: local }, ['rc.local off 1']);
  check(t, { etc: { ...local, inittab: '::once:/etc/rc.local\n' } }, ['/etc/rc.local on 1']);
  const boot = (line: string) => ({
    etc: { ...local, inittab: '::once:/etc/go\n', go: `#!/bin/sh\n${line}\n` },
  });
  check(t, boot('[ -x /etc/rc.local ] && /etc/rc.local start'), ['/etc/go on 1']);
  check(t, boot('[ -x /etc/rc.local ] && . /etc/rc.local'), ['/etc/go on 0', 'rc.local on 1']);
  check(t, boot('[ -x /etc/rc.local ] || true'), ['/etc/go on 0', 'rc.local off 1']);
  const systemd = (more: object) => ({ etc: local, usr: { lib: { systemd: { systemd: '', ...more } } } });
  check(t, systemd({}), ['rc.local off 1']);
  const generator = { 'system-generators': { 'systemd-rc-local-generator': '' } };
  check(t, systemd(generator), ['rc.local on 1']);
});

t.test('start scripts need an rcS that runs them', async (t) => {
  const image = (rcS: string) => ({
    etc: { inittab: INITTAB, 'init.d': { rcS: `#!/bin/sh\n${rcS}\n`, S15w: SCRIPT } },
  });
  const rows: readonly (readonly [rcS: string, on: boolean])[] = [
    ['for i in /etc/init.d/S??* ;do $i start; done', true],
    ['for i in /etc/init.d/S*; do $i start; done', true],
    ['dir=/etc/init.d\nfor i in "$dir"/S??*; do $i start; done', true],
    ['cd /etc/init.d\nfor i in S[0-9]*; do ./$i start; done', true],
    ['mount -a', false],
    ['# for i in /etc/init.d/S??*; do', false],
    ['for i in /etc/rc.d/S??*; do $i start; done', false],
  ];
  for (const [rcS, on] of rows)
    t.strictSame(startsOf(t, image(rcS)), ['/etc/init.d/rcS on', `S15w ${on ? 'on' : 'off'} watchdog`], rcS);
  t.strictSame(startsOf(t, image('/etc/init.d/S15w start')), ['/etc/init.d/rcS on watchdog'], 'by its name');
  t.strictSame(
    startsOf(t, { etc: { 'init.d': { rcS: RCS, S15w: SCRIPT } } }),
    ['S15w on watchdog'],
    'no inittab',
  );
});
