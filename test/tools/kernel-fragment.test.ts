import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { kernel } from '../../src/backends/kernel/index.js';
import { render } from '../../src/backends/render.js';
import { coreSymbols } from '../../src/catalogue/core-symbols.js';
import { dwWdt } from '../../src/catalogue/drivers/dw-wdt.js';
import { itcoWdt } from '../../src/catalogue/drivers/itco-wdt.js';
import type { WatchdogDriver } from '../../src/catalogue/types.js';
import type { KernelFlag, TargetPlan } from '../../src/plan/types.js';
import { active, deferred } from '../lib/plan.js';
import { flag, forbidden, rock64 } from '../lib/plan-nixos.js';
import { kernelTools, mergeFragment, prepareKernelTree } from './lib/kconfig.js';
import { need } from './lib/need.js';

function withFlags(flags: readonly KernelFlag[]): TargetPlan {
  return rock64({}, { kernel: { version: '6.1', driverAs: 'builtin', flags, deferral: null } });
}

function fragmentOf(plan: TargetPlan): string {
  const [draft] = kernel.drafts(plan);
  if (draft === undefined) throw new Error('no fragment');
  return render(draft, 'kernel').text;
}

function driverFlags(driver: WatchdogDriver): readonly KernelFlag[] {
  const core = ['WATCHDOG', 'WATCHDOG_CORE', 'WATCHDOG_HANDLE_BOOT_ENABLED', 'WATCHDOG_SYSFS'] as const;
  return [
    ...core.map((symbol) => flag(symbol, { why: coreSymbols[symbol].why, from: 'core' })),
    ...driver.symbols.map(({ symbol, why }) => flag(symbol, { why })),
  ];
}

/** Flags in every state, with comments that try to look like settings. */
const MIXED = withFlags([
  ...driverFlags(dwWdt),
  flag('WATCHDOG_OPEN_TIMEOUT', { setting: active({ kind: 'int', value: 120 }), from: 'core' }),
  flag('WATCHDOG_NOWAYOUT', { setting: active({ kind: 'tristate', value: 'n' }), from: 'spec' }),
  flag('SOFT_WATCHDOG', {
    setting: deferred({ kind: 'tristate', value: 'y' }),
    why: 'CONFIG_WATCHDOG_SYSFS is not set, they said, and CONFIG_WATCHDOG=n\nCONFIG_SOFT_WATCHDOG=y',
    from: 'spec',
  }),
  flag('I6300ESB_WDT', {
    setting: forbidden('CONFIG_DW_WATCHDOG is not set\n# CONFIG_DW_WATCHDOG is not set'),
    from: 'spec',
  }),
]);

t.test('states: settings, comments, and what is off', async (t) => {
  const text = fragmentOf(MIXED);
  const settings = text.split('\n').filter((line) => /^(# )?CONFIG_/.test(line));
  t.strictSame(settings, [
    'CONFIG_WATCHDOG=y',
    'CONFIG_WATCHDOG_CORE=y',
    'CONFIG_WATCHDOG_HANDLE_BOOT_ENABLED=y',
    'CONFIG_WATCHDOG_SYSFS=y',
    'CONFIG_WATCHDOG_OPEN_TIMEOUT=120',
    'CONFIG_DW_WATCHDOG=y',
    '# CONFIG_WATCHDOG_NOWAYOUT is not set',
  ]);
  t.match(text, '\n# deferred: SOFT_WATCHDOG=y\n');
  t.match(text, '\n# forbidden: I6300ESB_WDT. DW_WATCHDOG is not set');
  const all = text.split('\n').filter((line) => /CONFIG_/.test(line));
  t.strictSame(all, settings, 'merge_config.sh greps CONFIG_X in comments, too');
});

t.test('only deferred flags: a file that only documents', async (t) => {
  const [draft] = kernel.drafts(
    withFlags([flag('DW_WATCHDOG', { setting: deferred({ kind: 'tristate', value: 'y' }) })]),
  );
  t.equal(draft?.state, 'deferred');
  t.strictSame(kernel.drafts(withFlags([])), []);
});

t.test('merged into a defconfig by the kernel itself, no symbol is lost', async (t) => {
  if (!need(t, kernelTools)) return;
  const tree = prepareKernelTree();
  const arm = mergeFragment({ tree, arch: 'arm64', defconfig: 'defconfig', fragmentText: fragmentOf(MIXED) });
  for (const { symbol, setting } of MIXED.kernel.flags) {
    if (setting.active?.kind === 'tristate' && setting.active.value === 'n') t.notOk(arm.has(symbol), symbol);
    else if (setting.active !== null) t.equal(arm.get(symbol), String(setting.active.value), symbol);
  }
  t.notOk(arm.has('SOFT_WATCHDOG'), 'deferred stays out');
  t.notOk(arm.has('I6300ESB_WDT'), 'forbidden stays out');
  const pc = withFlags(driverFlags(itcoWdt));
  const x86 = mergeFragment({
    tree,
    arch: 'x86',
    defconfig: 'x86_64_defconfig',
    fragmentText: fragmentOf(pc),
  });
  for (const { symbol } of pc.kernel.flags) t.equal(x86.get(symbol), 'y', symbol);
});

t.test('merge_config.sh has nothing to say about the comments', async (t) => {
  if (!need(t, kernelTools)) return;
  const tree = prepareKernelTree();
  const folder = t.testdir({ base: 'CONFIG_SOFT_WATCHDOG=m\nCONFIG_WATCHDOG=y\nCONFIG_DW_WATCHDOG=y\n' });
  writeFileSync(join(folder, 'fragment'), fragmentOf(MIXED));
  const merge = join(tree, 'scripts/kconfig/merge_config.sh');
  const output = execFileSync(merge, ['-m', '-O', folder, join(folder, 'base'), join(folder, 'fragment')], {
    encoding: 'utf8',
    cwd: folder,
  });
  t.notMatch(output, /redefined|Previous value|not in final/);
});
