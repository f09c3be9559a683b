import { cadenceWdtLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const cadenceWdt: WatchdogDriver = {
  id: 'cadence_wdt',
  title: 'Cadence watchdog (Xilinx Zynq)',
  identity: 'cdns_wdt watchdog',
  symbols: [
    {
      symbol: 'CADENCE_WATCHDOG',
      why: 'driver of the Cadence watchdog in Zynq-7000 and ZynqMP',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:431',
    },
  ],
  requires: ['HAS_IOMEM'],
  arch: 'arm',
  modules: ['cadence_wdt'],
  limits: cadenceWdtLimits,
  defaultTimeoutMs: 10_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'yes' },
  bootHandover: { value: 'no' },
  pretimeout: { value: 'no' },
  bootstatus: 'none',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: { driver: 'drivers/watchdog/cdns_wdt.c', kconfig: 'CONFIG_WDT_CDNS' },
  qemu: null,
  softwareOnly: false,
  notes: [
    'Without reset-on-timeout in the device tree the driver only prints a message and the board does NOT reset. zynq-7000.dtsi lacks it; zynqmp.dtsi has it on the fpd watchdog, not on lpd_watchdog.',
    'The driver refuses more than 516 s, but clamps what the counter does not hold WITHOUT reporting it.',
    'QEMU 7.2 xilinx-zynq-a9 does not model it.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/cadence_wdt.c:23,20,315,47,333',
    'linux 6.1.192 arch/arm/boot/dts/zynq-7000.dtsi, arch/arm64/boot/dts/xilinx/zynqmp.dtsi',
    'u-boot 6073c36b2c8d drivers/watchdog/cdns_wdt.c',
  ],
};
