import t from 'tap';
import { doctor } from '../../src/backends/doctor/index.js';
import { monitor } from '../../src/backends/monitor/index.js';
import { retention } from '../../src/backends/retention/index.js';
import { planFixture } from '../lib/plan.js';
import { edgeFixture } from '../lib/plan-services.js';
import { artefactsOf } from '../lib/s6rc.js';
import { DOCTOR_APPLETS, shipper } from './lib/doctor-lab.js';
import { busyboxTools, mergeBusyboxFragment, prepareBusyboxTree } from './lib/kconfig.js';
import { APPLETS as MONITOR_APPLETS } from './lib/monitor-lab.js';
import { need } from './lib/need.js';
import { quarantine, APPLETS as RETENTION_APPLETS } from './lib/retention-lab.js';

if (need(t, busyboxTools)) {
  const tree = prepareBusyboxTree();
  const merge = (start: 'allnoconfig' | 'defconfig', fragmentText: string) =>
    mergeBusyboxFragment({ tree, start, fragmentText });

  t.test('the watchdog applet survives on a configuration with nothing in it', async (t) => {
    t.equal(merge('allnoconfig', '').get('WATCHDOG'), undefined, 'it is not there by itself');
    const final = merge('allnoconfig', 'CONFIG_WATCHDOG=y\nCONFIG_FEATURE_WATCHDOG_OPEN_TWICE=y\n');
    t.equal(final.get('WATCHDOG'), 'y');
    t.equal(final.get('FEATURE_WATCHDOG_OPEN_TWICE'), 'y');
  });

  t.test('a fragment can switch off what the default has on', async (t) => {
    t.equal(merge('defconfig', '').get('WATCHDOG'), 'y');
    t.equal(merge('defconfig', '# CONFIG_WATCHDOG is not set\n').get('WATCHDOG'), undefined);
  });

  t.test('a symbol that does not exist, or whose parent is off, does not survive', async (t) => {
    const final = merge('allnoconfig', 'CONFIG_WDGEN_BOGUS=y\nCONFIG_FEATURE_WATCHDOG_OPEN_TWICE=y\n');
    t.equal(final.get('WDGEN_BOGUS'), undefined);
    t.equal(final.get('FEATURE_WATCHDOG_OPEN_TWICE'), undefined);
  });

  const platform = { kind: 'buildroot', init: 'busybox' } as const;
  const fragments = [
    [monitor, edgeFixture({ platform }), [...MONITOR_APPLETS.monitor, ...MONITOR_APPLETS.alert]],
    [retention, planFixture({ platform, retentions: [quarantine] }), RETENTION_APPLETS],
    [
      doctor,
      planFixture({
        platform,
        doctor: { journals: [{ ...shipper, unit: null, file: '/var/log/messages' }] },
      }),
      DOCTOR_APPLETS,
    ],
  ] as const;
  for (const [backend, plan, applets] of fragments)
    t.test(`${backend.id}: every applet that its tests use is asked for, and survives`, async (t) => {
      const text = artefactsOf(backend, plan).find(({ path }) => path.endsWith('.config'))?.text ?? '';
      for (const applet of applets) t.match(text, `CONFIG_${applet.toUpperCase()}=y\n`);
      const final = merge('allnoconfig', text);
      for (const [, symbol = ''] of text.matchAll(/^CONFIG_(\w+)=y$/gm))
        t.equal(final.get(symbol), 'y', `${symbol} survives`);
    });
}
