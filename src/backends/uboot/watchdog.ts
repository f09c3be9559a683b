import { earlyWatchdog } from '../../plan/early-watchdog.js';
import type { TargetPlan } from '../../plan/types.js';
import { type SymbolGroup, yes } from './flags.js';

/** U-Boot's watchdog, where it may run before Linux; else why it is not set. */
export function armedEarly(plan: TargetPlan): readonly SymbolGroup[] {
  const { symbol, timeoutMs, refusal } = earlyWatchdog(plan);
  const title = 'Watchdog before Linux';
  if (symbol === null)
    return refusal === null ? [] : [{ title, notes: [`Not set: ${sayOptions(refusal)}`], symbols: [] }];
  const note = plan.watchdog.driver.uboot?.note ?? null;
  return [
    {
      title,
      notes: ['Runs from U-Boot on; Linux takes it over.', ...(note === null ? [] : [sayOptions(note)])],
      symbols: [
        ['WDT', yes],
        ['WATCHDOG', yes],
        ['WATCHDOG_AUTOSTART', yes],
        [symbol, yes],
        ['WATCHDOG_TIMEOUT_MSECS', { kind: 'int', value: timeoutMs }],
      ],
    },
  ];
}

/** merge_config.sh looks for `CONFIG_X` in comments too, and would report it. */
function sayOptions(text: string): string {
  return text.replaceAll(/\bCONFIG_(?=[A-Za-z0-9_])/g, '');
}
