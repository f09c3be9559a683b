// Which units a boot starts: those that the default target leads to.
import t, { type Test } from 'tap';
import { imageTree } from '../../src/audit/image/tree.js';
import { readEnabled } from '../../src/audit/read/enabled.js';
import { readUnits } from '../../src/audit/read/units.js';

const SERVICE = '[Service]\nExecStart=/bin/true\n';
const NAMES = ['multi', 'graph', 'online', 'complete', 'sysinit', 'timers', 'kiosk'];

/** The services that are on; each is wanted by one target. */
function onIn(
  t: Test,
  lib: object,
  etc: object,
  more: { id?: string; 'system-preset'?: object } = {},
): readonly string[] {
  const wants = (name: string) => ({ [`${name}.service`]: t.fixture('symlink', `../${name}.service`) });
  const tree = imageTree(
    t.testdir({
      usr: {
        lib: {
          systemd: {
            system: {
              ...Object.fromEntries(NAMES.map((name) => [`${name}.service`, SERVICE])),
              'multi-user.target': '[Unit]\nRequires=basic.target\n',
              'graphical.target': '[Unit]\nRequires=multi-user.target\n',
              'multi-user.target.wants': wants('multi'),
              'graphical.target.wants': wants('graph'),
              'network-online.target.wants': wants('online'),
              'boot-complete.target.wants': wants('complete'),
              'sysinit.target.wants': wants('sysinit'),
              'timers.target.wants': wants('timers'),
              'kiosk.target.wants': wants('kiosk'),
              ...lib,
            },
          },
        },
      },
      etc: {
        systemd: { system: { ...etc }, 'system-preset': { ...more['system-preset'] } },
        ...(more.id === undefined ? {} : { 'machine-id': more.id }),
      },
    }),
    '',
  );
  return [...readEnabled(tree, readUnits(tree)).keys()]
    .filter((name) => name.endsWith('.service'))
    .map((name) => name.replace('.service', ''))
    .sort();
}

t.test('units of the default target', async (t) => {
  const link = (to: string) => ({ 'default.target': t.fixture('symlink', to) });
  const base = ['sysinit', 'timers'];
  t.strictSame(onIn(t, {}, {}), ['graph', 'multi', ...base], 'no default.target: the usual ones');
  t.strictSame(onIn(t, link('graphical.target'), {}), ['graph', 'multi', ...base]);
  const multi = link('/usr/lib/systemd/system/multi-user.target');
  t.strictSame(onIn(t, link('graphical.target'), multi), ['multi', ...base], '/etc wins');
  t.strictSame(
    onIn(t, {}, link('/usr/lib/systemd/system/kiosk.target')),
    ['kiosk', ...base],
    'a target that the tree lacks counts by its name',
  );
  const own = { 'default.target': '[Unit]\nRequires=multi-user.target\n' };
  t.strictSame(onIn(t, {}, own), ['multi', ...base], 'a file of its own');
  const wanted = {
    'multi.service': `[Unit]\nWants=network-online.target\nRequires=boot-complete.target\n${SERVICE}`,
  };
  t.strictSame(onIn(t, wanted, multi), ['complete', 'multi', 'online', ...base], 'wanted by a service');
});

t.test('a preset enables at the first boot', async (t) => {
  const install = { 'kiosk.service': `${SERVICE}[Install]\nWantedBy=multi-user.target\n` };
  const preset = (line: string) => ({ 'system-preset': { '50-x.preset': `${line}\ndisable *\n` } });
  const on = (line: string, more: object) => onIn(t, install, {}, { ...preset(line), ...more });
  t.ok(on('enable kiosk.service', {}).includes('kiosk'));
  t.notOk(on('disable kiosk.service', {}).includes('kiosk'));
  t.notOk(
    on('enable kiosk.service', { id: '0123456789abcdef0123456789abcdef\n' }).includes('kiosk'),
    'a later boot',
  );
  t.ok(on('enable kiosk.service', { id: 'uninitialized\n' }).includes('kiosk'));
});
