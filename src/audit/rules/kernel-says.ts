import { drivers } from '../../catalogue/index.js';
import { builtValue, placeOf } from '../read/config.js';
import { moduleName } from '../read/modules.js';
import type { Audited, AuditFinding, AuditRule } from './types.js';

/** nowayout is the same in the kernel's configuration, in modprobe.d and on the command line. */
export const nowayoutContradicted: AuditRule = {
  code: 'WD1213',
  check: (audited) => {
    const { kernel } = audited.found;
    const built = kernel === null ? null : builtValue(kernel, 'WATCHDOG_NOWAYOUT') === 'y';
    const wanted = audited.expected?.plan.watchdog.nowayout.active ?? built;
    if (wanted === null) return [];
    const said = parameters(audited);
    const wrong = said.filter(({ on }) => on !== wanted);
    const contradicted = wrong.map(
      ({ place, text }): AuditFinding => ({
        place,
        detail: `${text} says ${wanted ? 'that closing the device stops the timer' : 'that nothing stops the timer'}; ${audited.expected === null ? "the kernel's configuration" : 'the plan'} says the opposite. The parameter wins.`,
        help: 'say it in one place',
        ...(kernel?.symbols.has('WATCHDOG_NOWAYOUT')
          ? { also: [{ message: 'the configuration', place: placeOf(kernel, 'WATCHDOG_NOWAYOUT') }] }
          : {}),
      }),
    );
    // Where the plan has it and the configuration lacks it, WD1210 speaks of it.
    return contradicted;
  },
};

function parameters({ found: { cmdline, modules } }: Audited) {
  return [
    ...cmdline.flatMap(({ value, place }) => {
      const [, module, on] = /^([\w-]+)\.nowayout=(.*)$/.exec(value) ?? [];
      return isDriver(module) ? [{ place, text: value, on: isOn(on) }] : [];
    }),
    ...modules.options.flatMap(({ value: { module, option, value }, place }) =>
      option === 'nowayout' && isDriver(module)
        ? [{ place, text: `options ${module} nowayout=${value}`, on: isOn(value) }]
        : [],
    ),
  ];
}

function isDriver(module: string | undefined): boolean {
  return drivers.some((driver) =>
    driver.modules.some((name) => moduleName(name) === moduleName(module ?? '')),
  );
}

/** As the kernel reads a bool parameter. Source: linux lib/kstrtox.c kstrtobool. */
function isOn(value: string | undefined): boolean {
  return /^(1|y|t|on)/i.test(value ?? '');
}

/** A kernel with a feeder has a driver. */
export const noDriver: AuditRule = {
  code: 'WD1214',
  check: ({ found: { kernel, feeders }, expected, driver }) => {
    const fed = feeders.find(({ on }) => on !== undefined);
    if (kernel === null || fed === undefined || expected !== null) return [];
    const symbols = drivers.map(({ id, symbols: [first] }) => ({ id, symbol: first?.symbol ?? '' }));
    const isIn = ({ symbol }: { readonly symbol: string }) => builtValue(kernel, symbol) !== 'n';
    if (driver !== null ? isIn(driver) : symbols.some((one) => one.id !== 'softdog' && isIn(one))) return [];
    const found = kernel.symbols.get('SOFT_WATCHDOG');
    const soft = found?.value === 'n' ? undefined : found;
    const lacks = driver === null ? 'It has none that wdgen knows' : `CONFIG_${driver.symbol} is off`;
    return [
      {
        place:
          driver === null ? (soft?.place ?? placeOf(kernel, 'WATCHDOG')) : placeOf(kernel, driver.symbol),
        detail: `${fed.name} feeds ${fed.device}, and the kernel has no driver that makes it. ${lacks}${soft === undefined ? '' : '; softdog is a timer of the kernel, and dies with it'}.`,
        help: 'switch the driver of the board on, or take the feeder out',
        also: [{ message: 'the feeder', place: fed.place }],
      },
    ];
  },
};

/** Where boots are counted, a panic ends in a reboot. */
export const panicStays: AuditRule = {
  code: 'WD1215',
  check: ({ found: { kernel, cmdline, counting, bootScript } }) => {
    if (bootScript === null || counting.scriptSlots.length === 0 || kernel === null) return [];
    const words = cmdline.filter(({ value }) => /^panic=/.test(value));
    const built = Number(builtValue(kernel, 'PANIC_TIMEOUT').replace('n', '0'));
    const reboots = (text: string) => Number(text.replace('panic=', '')) !== 0;
    if (words.length === 0 ? built !== 0 : words.every(({ value }) => reboots(value))) return [];
    const place = words.find(({ value }) => !reboots(value))?.place ?? counting.scriptSlots[0]?.place;
    if (place === undefined) return [];
    return [
      {
        place,
        detail: `The boot script counts boots, but a kernel that panics does not reboot: ${words.length === 0 ? 'no command line has panic=, and CONFIG_PANIC_TIMEOUT is 0' : 'panic=0 keeps it'}.`,
        help: 'add panic=10 to the arguments of the kernel',
        also: [{ message: "the kernel's configuration", place: placeOf(kernel, 'PANIC_TIMEOUT') }],
      },
    ];
  },
};
