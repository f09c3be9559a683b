import t from 'tap';
import { busyboxTools, mergeBusyboxFragment, prepareBusyboxTree } from './lib/kconfig.js';
import { need } from './lib/need.js';

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
}
