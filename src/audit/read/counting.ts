import { type Placed, placed } from '../place.js';
import type { BootScript } from './boot-script.js';
import type { DotConfig } from './config.js';
import type { Rauc } from './rauc.js';
import type { Step } from './steps.js';

/** What an image says about slots and their tries. */
export interface Counting {
  /** Who gives a slot how many tries; `by` names the one who does. */
  readonly tries: readonly (Placed<number> & { readonly by: string })[];
  /** Slots by boot script, from `BOOT_x_LEFT`; in the order of a default BOOT_ORDER. */
  readonly scriptSlots: readonly Placed<string>[];
  /** Boot names in RAUC's configuration. */
  readonly raucSlots: readonly Placed<string>[];
}

/** RAUC's default. Source: RAUC docs/reference.rst. */
const RAUC_DEFAULT = 3;

export function readCounting(
  script: BootScript | null,
  environment: BootScript | null,
  rauc: Rauc | null,
  uboot: DotConfig | null,
  steps: readonly Step[],
): Counting {
  const scripts = [script, environment].filter((one) => one !== null);
  return {
    tries: [
      ...scripts.flatMap((one) => scriptTries(one)),
      ...raucTries(rauc, script),
      ...configTries(uboot),
      ...stepTries(steps),
    ],
    scriptSlots: script === null ? [] : slotsIn(script),
    raucSlots: (rauc?.slots ?? []).flatMap(({ bootname }) =>
      bootname === undefined ? [] : [{ value: bootname.value, place: bootname.place }],
    ),
  };
}

const REFILL = /^(?:BOOT_\w+_LEFT|bootlimit)$/;

/** `setenv BOOT_A_LEFT 3`, `BOOT_A_LEFT=3`. 0 takes a slot out, and is no number of tries. */
function scriptTries({ commands, text }: BootScript) {
  return commands.flatMap(({ words, line }) => {
    const [name, value] =
      words[0] === 'setenv' ? [words[1] ?? '', words[2] ?? ''] : (words[0] ?? '').split('=', 2);
    if (!REFILL.test(name ?? '') || !/^(0x)?[1-9a-f][0-9a-f]*$/i.test(value ?? '')) return [];
    return [{ ...placed(Number(value), text, line), by: `${name} in the boot script` }];
  });
}

function raucTries(rauc: Rauc | null, script: BootScript | null) {
  if (rauc === null || rauc.bootloader?.value !== 'uboot') return [];
  const written = [rauc.attempts, rauc.attemptsPrimary].filter((one) => one !== undefined);
  const said = written.map(({ key, value, place }) => ({
    ...{ value: Number(value), place },
    by: `${key} in RAUC's configuration`,
  }));
  // Without the key RAUC has a number of its own, which has to agree as well.
  const silent = rauc.attempts === undefined && script !== null;
  return silent
    ? [...said, { value: RAUC_DEFAULT, place: rauc.bootloader.place, by: "boot-attempts, RAUC's default" }]
    : said;
}

function configTries(uboot: DotConfig | null) {
  return ['BOOTCOUNT_BOOTLIMIT', 'BOOTMETH_RAUC_DEFAULT_TRIES'].flatMap((symbol) => {
    const found = uboot?.symbols.get(symbol);
    return found === undefined || !/^\d+$/.test(found.value)
      ? []
      : [{ value: Number(found.value), place: found.place, by: `CONFIG_${symbol}` }];
  });
}

/** What user space writes back: `fw_setenv BOOT_A_LEFT 3`. */
function stepTries(steps: readonly Step[]) {
  return steps.flatMap(({ words, place }) => {
    const at = words.findIndex((word) => /(^|\/)fw_setenv$/.test(word));
    const [name = '', value = ''] = words.slice(at + 1);
    if (at === -1 || !REFILL.test(name) || !/^[1-9]\d*$/.test(value)) return [];
    return [{ value: Number(value), place, by: `fw_setenv ${name}` }];
  });
}

/** Slots that the script counts, in the order of BOOT_ORDER where it has a constant one. */
function slotsIn({ commands, text }: BootScript): readonly Placed<string>[] {
  const found = new Map<string, Placed<string>>();
  for (const { words, line } of commands) {
    const order = words[0] === 'setenv' && words[1] === 'BOOT_ORDER' ? words.slice(2).join(' ') : '';
    if (/^[A-Za-z0-9]+( [A-Za-z0-9]+)*$/.test(order))
      for (const name of order.split(' ')) if (!found.has(name)) found.set(name, placed(name, text, line));
  }
  for (const { words, line } of commands)
    for (const word of words)
      for (const [, name = ''] of word.matchAll(/BOOT_([A-Za-z0-9]+)_LEFT/g))
        if (!found.has(name)) found.set(name, placed(name, text, line));
  return [...found.values()];
}
