import { sayPlace } from '../place.js';
import { builtValue } from '../read/config.js';
import { neededOptions } from '../read/uboot-commands.js';
import { firstDifference, shown } from './generated-files.js';
import type { AuditFinding, AuditRule } from './types.js';

/** U-Boot was built with every command of the boot script. */
export const commandMissing: AuditRule = {
  code: 'WD1241',
  check: ({ found: { bootScript, uboot } }) => {
    if (bootScript === null || uboot === null) return [];
    const packed = bootScript.packed
      ? [{ command: 'a script that mkimage has packed', symbols: ['LEGACY_IMAGE_FORMAT'], line: 1 }]
      : [];
    return [...packed, ...neededOptions(bootScript.commands)]
      .filter(({ symbols }) => symbols.every((symbol) => !/^[ym]$/.test(builtValue(uboot, symbol))))
      .map(({ command, symbols, line }): AuditFinding => {
        const symbol = symbols[0] ?? '';
        const there = uboot.symbols.get(symbol);
        return {
          place: { in: bootScript.text, line },
          detail: `The script uses ${command}, and U-Boot was built without CONFIG_${symbol}: it says "Unknown command" and goes on.`,
          help: `build U-Boot with CONFIG_${symbol}=y`,
          ...(there === undefined
            ? {}
            : { also: [{ message: "U-Boot's configuration", place: there.place }] }),
        };
      });
  },
};

export const scriptDamaged: AuditRule = {
  code: 'WD1243',
  check: ({ found: { brokenScript } }) =>
    brokenScript === null
      ? []
      : [
          {
            place: { in: { file: brokenScript.file, text: '' }, line: 1 },
            detail: `U-Boot would not run ${brokenScript.file}: ${brokenScript.why}.`,
            help: 'make it again: mkimage -T script -C none -d boot.cmd boot.scr',
          },
        ],
};

export const otherScript: AuditRule = {
  code: 'WD1244',
  check: ({ found: { bootScript }, expected }) => {
    const generated = expected?.artefacts.find(({ path }) => path === 'u-boot/boot.cmd');
    if (bootScript === null || generated === undefined) return [];
    const line = firstDifference(bootScript.text.text, generated.text);
    if (line === null) return [];
    return [
      {
        place: { in: bootScript.text, line },
        detail: `The boot script differs from the generated one, from line ${line} on. There it should be: ${shown(generated.text, line)}`,
        help: "pack the target's u-boot/boot.cmd again",
      },
    ];
  },
};

/** Everybody who fills a counter writes the same number. */
export const triesDisagree: AuditRule = {
  code: 'WD1242',
  check: ({ found: { counting }, expected }) => {
    const { tries } = counting;
    const planned = expected?.plan.rollback?.state === 'active' ? expected.plan.rollback.tries : undefined;
    const first = tries[0];
    const wanted = planned ?? first?.value;
    if (wanted === undefined) return [];
    const wrong = tries.filter(({ value }) => value !== wanted);
    return wrong.map(
      ({ value, by, place }): AuditFinding => ({
        place,
        detail: `${by} gives a slot ${value} ${value === 1 ? 'try' : 'tries'}; ${planned === undefined && first !== undefined ? `${first.by} gives ${wanted} (${sayPlace(first.place)})` : `the plan says ${wanted}`}.`,
        help: 'write the same number everywhere',
        ...(planned === undefined && first !== undefined
          ? { also: [{ message: 'the other number', place: first.place }] }
          : {}),
      }),
    );
  },
};

export const triesAboveNine: AuditRule = {
  code: 'WD1249',
  check: ({ found: { counting, rauc } }) =>
    counting.tries
      .filter(({ value }) => value > 9 && rauc !== null)
      .map(({ value, by, place }) => ({
        place,
        detail: `${by} is ${value}. RAUC writes it as ${value.toString(16)}, and a script that counts in decimal reads another number, or none.`,
        help: 'use 1 to 9 tries',
      })),
};

/** RAUC and the boot script have the same slots. */
export const slotsDisagree: AuditRule = {
  code: 'WD1245',
  check: ({ found: { counting, rauc } }) => {
    const { scriptSlots, raucSlots } = counting;
    if (rauc === null || scriptSlots.length === 0 || raucSlots.length === 0) return [];
    const missing = (own: typeof scriptSlots, others: typeof scriptSlots) =>
      own.filter(({ value }) => !others.some((other) => other.value === value));
    return [
      ...missing(raucSlots, scriptSlots).map(({ value, place }) => ({
        place,
        detail: `RAUC has a slot ${value}; the boot script knows ${names(scriptSlots)}. What is installed there is never booted.`,
        help: 'use the same names in both',
      })),
      ...missing(scriptSlots, raucSlots).map(({ value, place }) => ({
        place,
        detail: `The boot script counts a slot ${value}; RAUC has ${names(raucSlots)}. Nobody installs it or marks it good.`,
        help: 'use the same names in both',
      })),
    ];
  },
};

function names(slots: readonly { readonly value: string }[]): string {
  return slots.map(({ value }) => value).join(' and ');
}
