// uboot.config against U-Boot's own Kconfig: nothing it asks for may vanish. Debian has 2023.01; the names that came
// with v2025.10 cannot be checked here (they were read in the sources: src/backends/uboot/environment-symbols.ts).
import t, { type Test } from 'tap';
import type { RollbackPlan } from '../../src/plan/types.js';
import { generated } from '../e2e/lib/uboot-lab.js';
import { rock64Fixture } from '../lib/plan-rollback.js';
import { need } from './lib/need.js';
import { mergeUbootFragment, prepareUbootTree, ubootTreeTools } from './lib/uboot-tree.js';

const BOARDS = ['rock64-rk3328', 'qemu_arm64'];
const V2023 = { ubootVersion: 202301 } as const;

function survives(t: Test, tree: string, board: string, rollback: Partial<RollbackPlan>): void {
  const text = generated(rock64Fixture({ rollback: { ...V2023, ...rollback } }), 'u-boot/uboot.config');
  const final = mergeUbootFragment(tree, board, text);
  const wanted = [...text.matchAll(/^(?:CONFIG_(\w+)=(.*)|# CONFIG_(\w+) is not set)$/gm)];
  t.ok(wanted.length > 15, `${wanted.length} options`);
  for (const [, symbol, value, off] of wanted)
    t.equal(final.get(symbol ?? off ?? '') ?? 'n', value ?? 'n', `${symbol ?? off} on ${board}`);
}

if (need(t, ubootTreeTools)) {
  const tree = prepareUbootTree(BOARDS);

  t.test('environment on raw MMC, redundant; the watchdog', async (t) => {
    survives(t, tree, 'rock64-rk3328', {});
  });

  t.test('environment on raw MMC, one copy; bootcount', async (t) => {
    const environment = rock64Fixture().rollback?.environment;
    if (environment?.medium !== 'mmc') return t.fail('the fixture is on mmc');
    survives(t, tree, 'rock64-rk3328', {
      scheme: 'uboot-bootcount',
      environment: { ...environment, redundantOffset: null },
    });
  });

  t.test('environment on SPI flash', async (t) => {
    const at = { medium: 'spi-flash', device: '/dev/mtd0', size: 0x2000, sector: 0x1000 } as const;
    survives(t, tree, 'rock64-rk3328', {
      environment: { ...at, offset: 0x140000, redundantOffset: 0x142000 },
    });
  });

  t.test('environment in a file on FAT', async (t) => {
    const from = { interface: 'mmc', device: 1, partition: '1' };
    const at = { medium: 'fat', device: '/boot/uboot.env', size: 0x4000, from, file: 'uboot.env' } as const;
    survives(t, tree, 'rock64-rk3328', { environment: at });
  });

  t.test('a name that this U-Boot does not know is lost, so the version matters', async (t) => {
    const text = generated(rock64Fixture(), 'u-boot/uboot.config');
    const final = mergeUbootFragment(tree, 'rock64-rk3328', text);
    t.notOk(final.has('ENV_REDUNDANT'));
    t.notOk(final.has('SYS_REDUNDAND_ENVIRONMENT'), 'a device with one copy, and a Linux that writes two');
  });
}
