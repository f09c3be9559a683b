import { counterLimits } from '../formulas.js';
import type { WatchdogDriver } from '../types.js';

export const ath79Wdt: WatchdogDriver = {
  id: 'ath79_wdt',
  title: 'Atheros AR7xxx/AR9xxx watchdog',
  identity: 'ATH79 watchdog',
  symbols: [
    {
      symbol: 'ATH79_WDT',
      why: 'driver of the Atheros AR71xx .. QCA95xx watchdog',
      type: 'tristate',
      source: 'linux 6.1.192 drivers/watchdog/Kconfig:1682',
    },
  ],
  requires: ['ATH79'],
  arch: 'mips',
  modules: ['ath79_wdt'],
  limits: (clockHz) =>
    counterLimits(clockHz, { ticks: 0xffffffff, text: '(2^32-1)', minMs: 1_000, unit: 's' }),
  defaultTimeoutMs: 15_000,
  overMax: 'einval',
  resetsAtExpiry: 1,
  nowayout: { value: 'param' },
  magicClose: true,
  stoppable: { value: 'conditional', note: 'only by a close after V; WDIOC_SETOPTIONS is ENOTTY' },
  stopOnReboot: { value: 'no' },
  bootHandover: { value: 'no' },
  pretimeout: { value: 'no' },
  bootstatus: 'WDIOF_CARDRESET',
  timeleft: { value: 'no' },
  watchdogCore: false,
  kernelVersions: '6.1.192 and 6.12.95 checked',
  uboot: null,
  qemu: null,
  softwareOnly: false,
  notes: ['Legacy misc device: nothing in /sys/class/watchdog.'],
  sources: ['linux 6.1.192 drivers/watchdog/ath79_wdt.c:274,51'],
};
