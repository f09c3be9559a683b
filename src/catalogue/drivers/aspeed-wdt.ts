import type { WatchdogDriver } from '../types.js';

export const aspeedWdt: WatchdogDriver = {
  id: 'aspeed_wdt',
  title: 'Aspeed BMC watchdog',
  identity: 'aspeed_wdt',
  // A tristate in Kconfig, but ARCH_ASPEED selects it: it is always built in (arch/arm/mach-aspeed/Kconfig:6).
  symbols: [
    {
      symbol: 'ASPEED_WATCHDOG',
      why: 'driver of the watchdog in Aspeed BMC SoCs',
      type: 'bool',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:902',
    },
  ],
  requires: ['ARCH_ASPEED'],
  arch: 'arm',
  modules: [],
  limits: () => ({ minMs: 0, maxMs: 4_294_967, stepsMs: null, derivation: '32-bit counter of microseconds' }),
  defaultTimeoutMs: 30_000,
  overMax: 'core-keepalive',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'yes' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'yes' },
  pretimeout: { value: 'version-dependent', note: '6.12: on ast2500/2600 with an interrupt; 6.1: no' },
  bootstatus: 'WDIOF_CARDRESET (6.12 also from the SCU)',
  timeleft: { value: 'no' },
  watchdogCore: true,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: {
    driver: 'drivers/watchdog/ast_wdt.c',
    kconfig: 'CONFIG_WDT_ASPEED',
    note: 'AST2600: drivers/watchdog/ast2600_wdt.c, CONFIG_WDT_AST2600',
  },
  qemu: 'ast2500-evb, ast2600-evb and the *-bmc machines',
  softwareOnly: false,
  notes: [
    'Always built in: ARCH_ASPEED selects it.',
    'SETTIMEOUT clamps; a start value above 4294 s is not clamped.',
    'aspeed,reset-type in the device tree chooses cpu, soc, system or none.',
    'Tested in QEMU 7.2 (ast2600-evb, Debian armmp 6.1.176): a timeout of 10 s reset after about 10 s.',
  ],
  sources: [
    'linux 6.1.192 drivers/watchdog/aspeed_wdt.c:100,155,327',
    'linux 6.12.95 drivers/watchdog/aspeed_wdt.c:366',
    'u-boot 6073c36b2c8d drivers/watchdog/ast_wdt.c',
  ],
};
