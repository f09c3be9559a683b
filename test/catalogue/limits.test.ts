import t from 'tap';
import {
  cadenceWdtLimits,
  counterLimits,
  dwWdtLimits,
  renesasWdtLimits,
  sbsaGwdtLimits,
} from '../../src/catalogue/formulas.js';
import { boards, drivers, findBoard, findDriver } from '../../src/catalogue/index.js';
import type { TimeoutLimits } from '../../src/catalogue/types.js';

/** The hardware maximum of each board in seconds, as written down from the kernel's sources; null = not established. */
const MAXIMA: Record<string, number | null> = {
  am62: null,
  'amd-ryzen-mini-pc': 65535,
  apu2: 65535,
  'beaglebone-black': 86400,
  'dell-optiplex': 614,
  'gl-rm1': 21.47,
  'hp-proliant': 8388,
  imx6: 128,
  imx8m: 128,
  'imx93-evk': 128,
  'jetson-tx2-xavier-orin': 255,
  kirkwood: 21,
  'luckfox-pico': null,
  mt7621: 65,
  'odroid-n2': 65.535,
  'orange-pi-pc': 16,
  'orange-pi-pc2': 16,
  'orange-pi-zero2': 16,
  'qemu-q35': 614,
  'qemu-sbsa-ref': null,
  'qemu-virt-arm64': 2046,
  'qemu-x86-i6300esb': 2046,
  rk356x: 89.478,
  'rock-5b': 89.478,
  rock64: 28.63,
  rockpro64: null,
  rpi3: 15.999,
  rpi4: 15.999,
  rpi5: 15.999,
  snapdragon: 32,
  stm32mp1: 131.072,
  'turris-omnia': 171,
  visionfive2: 357,
  'zynq-7000': 516,
  zynqmp: 516,
};

function limitsOf(boardId: string): TimeoutLimits {
  const board = findBoard(boardId);
  const driver = board?.driver === null ? undefined : findDriver(board?.driver ?? '');
  if (board === undefined || driver === undefined) throw new Error(`no driver for ${boardId}`);
  return driver.limits(board.clockHz);
}

t.test('the boards have the maxima that the sources give', async (t) => {
  const served = boards.filter(({ driver }) => driver !== null).map(({ id }) => id);
  t.strictSame(served, Object.keys(MAXIMA));
  for (const [board, seconds] of Object.entries(MAXIMA)) {
    const { maxMs } = limitsOf(board);
    if (seconds === null) t.equal(maxMs, null, board);
    else t.equal(cutLike(maxMs, seconds), seconds, board);
  }
});

/** Milliseconds as seconds, cut to the decimals that the expected figure has. */
function cutLike(ms: number | null, expected: number): number | null {
  if (ms === null) return null;
  const decimals = String(expected).split('.')[1]?.length ?? 0;
  return Number((Math.floor(ms / 10 ** (3 - decimals)) / 10 ** decimals).toFixed(decimals));
}

t.test('DesignWare: whole-second steps as the driver reports them', async (t) => {
  const { minMs, maxMs, stepsMs, derivation } = dwWdtLimits(75_000_000);
  t.equal(maxMs, 28_633);
  t.equal(minMs, 1_000);
  t.strictSame(stepsMs, [1_000, 3_000, 7_000, 14_000, 28_000]);
  t.match(derivation, '2^31 / 75000000 Hz = 28.633 s');
  t.strictSame(
    dwWdtLimits(24_000_000).stepsMs,
    [1, 2, 5, 11, 22, 44, 89].map((s) => s * 1_000),
  );
  t.strictSame(
    dwWdtLimits(100_000_000).stepsMs,
    [1, 2, 5, 10, 21].map((s) => s * 1_000),
  );
  t.strictSame(dwWdtLimits(null).stepsMs, null);
});

t.test('formulas give the examples of the sources', async (t) => {
  const max = (id: string, clockHz: number) => findDriver(id)?.limits(clockHz).maxMs;
  t.equal(max('orion_wdt', 166_666_667), 25_000);
  t.equal(max('orion_wdt', 6_250_000), 687_000, 'Armada 370');
  t.equal(max('rti_wdt', 32_768), 1_023_000);
  t.equal(max('rzg2l_wdt', 24_000_000), 178_000);
  t.equal(max('rza_wdt', 33_300_000), 125, 'a deal less than a second');
  t.equal(max('s3c2410_wdt', 66_700_000), 32_000);
  t.equal(max('s3c2410_wdt', 100_000_000), 21_000);
  t.equal(max('s3c2410_wdt', 26_000_000), 82_000);
  t.equal(max('xilinx_wwdt', 100_000_000), 85_000);
  t.equal(max('jz4740_wdt', 32), 2_047_000);
  t.equal(max('sp805_wdt', 24_000_000), 357_913, 'the counter runs twice');
  t.equal(renesasWdtLimits(32_768).maxMs, 8_192_000);
  t.equal(renesasWdtLimits(1_000).maxMs, 8_388_000, 'divider 128: 1024 would leave no whole count');
  t.equal(sbsaGwdtLimits(62_500_000).maxMs, 136_000, 'twice 68 s');
  t.equal(cutLike(cadenceWdtLimits(75_000_000).maxMs, 114), 114);
  t.equal(cutLike(cadenceWdtLimits(133_333_333).maxMs, 515), 515);
  t.equal(cadenceWdtLimits(111_000_000).maxMs, 516_000, 'the counter holds 619 s, the driver does not');
});

t.test('a prescaler divides before the counter', async (t) => {
  const counter = { ticks: 0xffff, text: '65535', prescaler: 65536, minMs: 1_000, unit: 's' } as const;
  t.equal(counterLimits(40_000_000, counter).maxMs, 107_000, '40 MHz / 65536 = 610 Hz');
  t.match(counterLimits(40_000_000, counter).derivation, '65535 / (40000000 Hz / 65536) = 107 s');
});

t.test('limits are in order, and their derivation says something', async (t) => {
  for (const driver of drivers) {
    for (const clockHz of [null, 32_768, 24_000_000]) {
      const { minMs, maxMs, stepsMs, derivation } = driver.limits(clockHz);
      const name = `${driver.id} at ${clockHz}`;
      t.match(derivation, /\w{3}/, name);
      t.notMatch(derivation, /NaN|Infinity|undefined/, name);
      if (maxMs !== null) t.ok(Number.isSafeInteger(maxMs) && maxMs >= 0, name);
      if (stepsMs === null) continue;
      t.strictSame(
        stepsMs,
        [...new Set(stepsMs)].sort((a, b) => a - b),
        name,
      );
      t.equal(stepsMs[0], minMs, name);
      t.ok((stepsMs.at(-1) ?? 0) <= (maxMs ?? 0), name);
    }
  }
});
