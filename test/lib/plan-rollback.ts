import { unset } from '../../src/core/state.js';
import type { RollbackPlan, SlotPlan, TargetPlan } from '../../src/plan/types.js';
import { active, planFixture } from './plan.js';

/** What a test wants to be different from the rock64 fixture. */
export interface RollbackOverrides {
  readonly rollback?: Partial<RollbackPlan>;
  readonly platform?: TargetPlan['platform'];
  readonly arch?: TargetPlan['board']['arch'];
  readonly watchdog?: Partial<Omit<TargetPlan['watchdog'], 'driver'>>;
}

/** A slot as rock64's image has them: the kernel in /boot of the slot's own partition. */
export function slotFixture(name: string, partition: string): SlotPlan {
  return {
    name,
    boot: {
      from: { interface: 'mmc', device: 1, partition },
      kernel: 'boot/Image',
      initrd: null,
      fdt: 'boot/rk3328-rock64.dtb',
      root: `PARTLABEL=root-${name.toLowerCase()}`,
    },
    device: `/dev/mmcblk1p${Number.parseInt(partition, 16)}`,
    type: 'ext4',
  };
}

/** Boot-count rollback of rock64: RAUC, slots A and B, 3 tries, refilled once, a redundant environment on raw MMC. */
export function rollbackFixture(overrides: Partial<RollbackPlan> = {}): RollbackPlan {
  return {
    state: 'active',
    scheme: 'rauc-uboot',
    ubootVersion: 202510,
    slots: [slotFixture('A', '2'), slotFixture('B', '3')],
    tries: 3,
    exhausted: 'refill-once',
    recovery: null,
    panicMs: 10_000,
    rootDelayMs: 10_000,
    bootargs: ['console=ttyS2,1500000n8'],
    environment: {
      medium: 'mmc',
      device: '/dev/mmcblk1',
      size: 0x8000,
      uboot: { interface: 'mmc', device: 1 },
      offset: 0x3f8000,
      redundantOffset: 0x3f0000,
    },
    commit: {
      checks: [{ kind: 'program', path: '/usr/libexec/check-network' }],
      timeoutMs: 120_000,
      retryMs: 5_000,
    },
    deferral: null,
    ...overrides,
  };
}

/** The example target rock64: NixOS, the DesignWare watchdog fed by systemd, and `rollbackFixture`. */
export function rock64Fixture({ rollback, platform, arch, watchdog }: RollbackOverrides = {}): TargetPlan {
  return planFixture({
    name: 'rock64',
    board: {
      id: 'rock64',
      title: 'Pine64 Rock64',
      soc: 'Rockchip RK3328',
      arch: arch ?? 'arm64',
      firmware: null,
      notes: [],
    },
    platform: platform ?? { kind: 'nixos', init: 'systemd', release: 2511 },
    driver: {
      id: 'dw_wdt',
      title: 'Synopsys DesignWare watchdog',
      identity: 'Synopsys DesignWare Watchdog',
      modules: ['dw_wdt'],
      minMs: 1_000,
      maxMs: 28_633,
      limitsFrom: 'clock of 75 MHz',
      overMax: 'core-keepalive',
      resetsAtExpiry: 1,
      uboot: { kconfig: 'CONFIG_DESIGNWARE_WATCHDOG', note: null },
    },
    watchdog: {
      feeder: active({ kind: 'systemd' }),
      runtimeMs: active(20_000),
      petMs: unset,
      deferral: null,
      ...watchdog,
    },
    rollback: rollbackFixture(rollback),
  });
}
