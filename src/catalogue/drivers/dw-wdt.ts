import { dwWdtLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const dwWdt: WatchdogDriver = {
  id: 'dw_wdt',
  title: 'Synopsys DesignWare watchdog',
  identity: 'Synopsys DesignWare Watchdog',
  symbols: [
    {
      symbol: 'DW_WATCHDOG',
      why: 'driver of the DesignWare watchdog (Rockchip and others)',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:525',
    },
  ],
  requires: ['HAS_IOMEM'],
  arch: 'arm64',
  modules: ['dw_wdt'],
  limits: dwWdtLimits,
  defaultTimeoutMs: 30_000,
  overMax: 'core-keepalive',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: {
    value: 'conditional',
    note: 'only with a reset line in the device tree; otherwise stop sets WDOG_HW_RUNNING and the kernel keeps feeding',
  },
  stopOnReboot: { value: 'version-dependent', note: '6.1: no; 6.12: yes' },
  bootHandover: {
    value: 'yes',
    note: 'reads WDT_CR; keeps the step that the boot loader left and ignores timeout-sec',
  },
  pretimeout: {
    value: 'conditional',
    note: 'with an interrupt in the device tree; then two stages: the pretimeout is half the timeout, the requested value only switches it on',
  },
  bootstatus: 'none',
  timeleft: { value: 'yes' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: {
    driver: 'drivers/watchdog/designware_wdt.c',
    kconfig: 'CONFIG_DESIGNWARE_WATCHDOG',
    note: 'U-Boot stops the dog at probe, then WATCHDOG_AUTOSTART starts it and leaves it running into Linux. Read in the code, not run: the timeout is computed in 32 bits, so 60000 ms with a clock above 71.58 MHz overflows (75 MHz gives 3.58 s). The clock drivers know PCLK_WDT on px30, rk3308, rk3399, rk3568, rv1126 and TCLK_WDT0 on rk3588, not on rk3328.',
  },
  qemu: null,
  softwareOnly: false,
  notes: [
    'There is no timeout module parameter: the start value comes from the device tree (timeout-sec) only.',
    'A request up to the hardware maximum is rounded up to the next step, and WDIOC_GETTIMEOUT reports the rounded value.',
    'snps,watchdog-tops in the device tree replaces the step table where the component does not report fixed TOPs.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/dw_wdt.c:643,642,659',
    'linux 6.12.95 drivers/watchdog/dw_wdt.c:102',
    'u-boot 6073c36b2c8d drivers/watchdog/designware_wdt.c',
  ],
};
