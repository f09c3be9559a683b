import t from 'tap';
import { coreSymbols } from '../../src/catalogue/core-symbols.js';
import { drivers } from '../../src/catalogue/index.js';
import type { KconfigSymbol, KernelArch, WatchdogDriver } from '../../src/catalogue/types.js';
import { hasSymbol, symbolsFor } from '../../src/catalogue/versions.js';
import { kernelTools, mergeFragment, prepareKernelTree } from '../tools/lib/kconfig.js';
import { type Definition, definitions, treeVersion } from '../tools/lib/kernel-tree.js';
import { need } from '../tools/lib/need.js';

const KERNEL = '6.1';

/** The defconfig of an architecture that most of its drivers can be checked against. */
const DEFCONFIG: Record<KernelArch, string> = {
  arm: 'multi_v7_defconfig',
  arm64: 'defconfig',
  x86: 'x86_64_defconfig',
  mips: 'malta_defconfig',
  riscv: 'defconfig',
  loongarch: 'loongson3_defconfig',
};

/** Machines that the general defconfig of their architecture leaves out. */
const MACHINE: Record<string, string> = {
  at91sam9_wdt: 'at91_dt_defconfig',
  ftwdt010_wdt: 'gemini_defconfig',
  ath79_wdt: 'ath79_defconfig',
  jz4740_wdt: 'qi_lb60_defconfig',
  loongson1_wdt: 'loongson1b_defconfig',
  mt7621_wdt: 'rt305x_defconfig',
  'octeon-wdt': 'cavium_octeon_defconfig',
  rt2880_wdt: 'rt305x_defconfig',
};

const CORE: readonly KconfigSymbol[] = Object.values(coreSymbols);
/** Members of one choice: only one can be on. */
const [NOOP, PANIC] = ['WATCHDOG_PRETIMEOUT_DEFAULT_GOV_NOOP', 'WATCHDOG_PRETIMEOUT_DEFAULT_GOV_PANIC'];

/** Tristates that the catalogue keeps built in, so that a fragment never turns another driver's y into m. */
const KEPT_BUILTIN = new Set([
  'ASPEED_WATCHDOG',
  'I2C',
  'IMX_MBOX',
  'MFD_DA9063',
  'MFD_RN5T618',
  'MFD_SPMI_PMIC',
  'SPMI',
  'SPMI_MSM_PMIC_ARB',
]);

type Wanted = readonly [symbol: string, value: string];

/** The core built in, as every generated fragment has it. */
function coreWanted(governor: string | undefined): Wanted[] {
  const chosen = CORE.filter(({ symbol }) => ![NOOP, PANIC].includes(symbol) || symbol === governor);
  return chosen.map(({ symbol, type }) => [symbol, type === 'int' ? '60' : 'y']);
}

function driverWanted(driver: WatchdogDriver, as: 'y' | 'm'): Wanted[] {
  return symbolsFor(driver, KERNEL).map(({ symbol, type }) => [symbol, type === 'tristate' ? as : 'y']);
}

const fragment = (wanted: readonly Wanted[]) =>
  wanted.map(([symbol, value]) => `CONFIG_${symbol}=${value}\n`).join('');

if (need(t, kernelTools)) {
  const tree = prepareKernelTree();
  const defined = definitions(tree);

  t.test('every symbol is defined where its source says, with its type and a prompt', async (t) => {
    for (const symbol of [...CORE, ...drivers.flatMap(({ symbols }) => symbols)]) {
      const name = symbol.symbol;
      if (!hasSymbol(symbol, KERNEL)) {
        t.equal(defined.get(name), undefined, `${name} is newer than ${KERNEL}`);
        continue;
      }
      const cited = defined.get(name)?.find((definition) => isCited(definition, symbol.source));
      t.ok(cited, `${name}: ${symbol.source}`);
      t.equal(cited?.prompt, true, `${name} can be set`);
      t.equal(symbol.type, KEPT_BUILTIN.has(name) ? 'bool' : cited?.type, `type of ${name}`);
    }
  });

  // Every driver alone: two drivers in one run could lend each other a symbol that one of them forgets.
  for (const driver of drivers.filter(({ symbols }) => symbols.some((symbol) => hasSymbol(symbol, KERNEL)))) {
    t.test(`${driver.id} survives the merge`, async (t) => {
      const { arch, id, requires } = driver;
      const defconfig = MACHINE[id] ?? DEFCONFIG[arch];
      const base = fragment(['MODULES', ...requires].map((symbol) => [symbol, 'y']));
      const [builtIn, module] = (['y', 'm'] as const).map((as) => driverWanted(driver, as));
      const isBool = JSON.stringify(builtIn) === JSON.stringify(module);
      for (const as of isBool ? (['y'] as const) : (['y', 'm'] as const)) {
        const wanted = [...coreWanted(PANIC), ...driverWanted(driver, as)];
        const final = mergeFragment({ tree, arch, defconfig, base, fragmentText: fragment(wanted) });
        const kept = wanted.map(([symbol]) => [symbol, final.get(symbol) ?? 'lost']);
        t.strictSame(kept, wanted, `${defconfig}, driver=${as}`);
        t.strictSame(
          requires.filter((symbol) => final.get(symbol) !== 'y'),
          [],
          'what the driver requires is there',
        );
      }
    });
  }

  t.test('the other default governor survives too', async (t) => {
    const wanted = coreWanted(NOOP);
    const final = mergeFragment({
      tree,
      arch: 'x86',
      defconfig: DEFCONFIG.x86,
      fragmentText: fragment(wanted),
    });
    for (const [symbol, value] of wanted) t.equal(final.get(symbol), value, symbol);
  });

  t.test('a symbol that does not exist does not survive', async (t) => {
    const fragmentText = 'CONFIG_WATCHDOG=y\nCONFIG_WDGEN_BOGUS=y\nCONFIG_MT7621_WDT=y\n';
    const final = mergeFragment({ tree, arch: 'x86', defconfig: DEFCONFIG.x86, fragmentText });
    t.equal(final.get('WATCHDOG'), 'y');
    t.equal(final.get('WDGEN_BOGUS'), undefined);
    t.equal(final.get('MT7621_WDT'), undefined, 'another architecture');
  });

  /** File and line; the line only for the very release that the sources were read in. */
  function isCited({ file, line }: Definition, source: string): boolean {
    const [, release, place, at] = /^linux (\S+) (\S+):(\d+)$/.exec(source) ?? [];
    return place === file && (release !== treeVersion(tree) || Number(at) === line);
  }
}
