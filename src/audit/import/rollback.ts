import type { Found } from '../found.js';
import { listOf } from '../read/ini.js';
import type { Marker } from '../read/markers.js';
import { baseName } from '../read/words.js';
import { environmentEntries, scriptWords, slotEntries, slotFrom } from './boot-facts.js';
import { type Entry, type Piece, type Remark, type Table, text } from './piece.js';

const NOTHING: Piece = { tables: [], remarks: [] };

/** The table `rollback`, where everything that it needs was found; else what is missing. */
export function rollbackPiece(found: Found): Piece {
  const { counting, bootScript } = found;
  const slots = counting.scriptSlots.length > 0 ? counting.scriptSlots : counting.raucSlots;
  const first = slots[0];
  if (first === undefined || bootScript === null) return halfFound(found);
  const tables = slots.map(({ value, place }, index): Table => {
    const from = slotFrom(found, index, slots.length);
    const entries = slotEntries(found, index, slots.length);
    return {
      name: `rollback.slot.${value}`,
      entries:
        from === undefined
          ? []
          : [{ key: 'from', value: text(from.value), from: from.place ?? place }, ...entries],
    };
  });
  const environment = environmentEntries(found);
  const missing = [
    ...(slots.length < 2 ? ['a second slot'] : []),
    ...(tables.some(({ entries }) => entries.length === 0)
      ? ['the partition that U-Boot loads a slot from']
      : []),
    ...(tables.some(({ entries }) => !entries.some(({ key }) => key === 'kernel'))
      ? ["the kernel's file name"]
      : []),
    ...(environment === undefined ? ["where U-Boot's environment lies (fw_env.config)"] : []),
    ...(checksOf(found) === undefined ? ['a health check before the slot is marked good'] : []),
  ];
  if (missing.length > 0 || environment === undefined)
    return { tables: [], remarks: [remark(first.place, missing)] };
  const order = `[${slots.map(({ value }) => text(value)).join(', ')}]`;
  const head: Table = {
    name: 'rollback',
    entries: [...headEntries(found), { key: 'order', value: order, from: first.place }, ...triesEntry(found)],
  };
  return {
    tables: [
      head,
      ...tables,
      { name: 'rollback.environment', entries: environment },
      { name: 'rollback.commit', entries: commitEntries(found) },
    ],
    remarks: [],
  };
}

function remark(place: Remark['place'], missing: readonly string[]): Remark {
  return {
    place,
    detail: `Boots are counted here. It could not be written as a rollback table: ${missing.join(', ')} was not found.`,
    help: 'add [target.NAME.rollback] by hand: docs/spec.md has its keys',
  };
}

/** RAUC without a script to read, or a counter of U-Boot's own. */
function halfFound({ rauc, uboot, bootScript }: Found): Piece {
  const limit = uboot?.symbols.get('BOOTCOUNT_LIMIT');
  const place = limit?.value === 'y' ? limit.place : rauc?.bootloader?.place;
  if (place === undefined) return NOTHING;
  const missing = bootScript === null ? ['the boot script'] : ['BOOT_x_LEFT in the boot script'];
  return { tables: [], remarks: [remark(place, missing)] };
}

function headEntries(found: Found): readonly Entry[] {
  const { rauc, uboot, counting } = found;
  const place = rauc?.bootloader?.place ?? counting.scriptSlots[0]?.place ?? 'found';
  const panic = scriptWords(found).find(({ value }) => /^panic=[1-9]\d{0,3}$/.test(value));
  const bootargs = scriptWords(found).find(({ value }) => /^console=[A-Za-z0-9,.]+$/.test(value));
  return [
    { key: 'state', value: '"active"', from: place },
    { key: 'scheme', value: '"rauc-uboot"', from: place },
    ubootVersion(uboot),
    {
      key: 'exhausted',
      value: '"refill-once"',
      from: 'Not read from the script: what happens when every slot is used up. Correct it.',
    },
    ...(panic === undefined
      ? []
      : [{ key: 'panic', value: text(`${panic.value.slice('panic='.length)}s`), from: panic.place }]),
    ...(bootargs === undefined
      ? []
      : [{ key: 'bootargs', value: text(bootargs.value), from: bootargs.place }]),
  ];
}

/** A built configuration does not name its version; options that 2025.10 renamed tell on which side of it. */
function ubootVersion(uboot: Found['uboot']): Entry {
  const old = ['SYS_REDUNDAND_ENVIRONMENT', 'SYS_MMC_ENV_DEV', 'SYS_MMC_ENV_PART'].find((name) =>
    uboot?.symbols.has(name),
  );
  const version = old === undefined ? '"2025.10"' : '"2025.07"';
  const why = old === undefined ? '' : ` CONFIG_${old} is older than 2025.10.`;
  return { key: 'uboot', value: version, from: `Not found: the version of U-Boot.${why} Correct it.` };
}

function triesEntry({ counting }: Found): readonly Entry[] {
  const tries = counting.tries.find(({ value }) => value >= 1 && value <= 9);
  return [
    tries === undefined
      ? { key: 'tries', value: '3', from: 'Not found: how many boots a slot gets. Correct it.' }
      : { key: 'tries', value: String(tries.value), from: tries.place },
  ];
}

function commitEntries(found: Found): readonly Entry[] {
  return [
    ...(checksOf(found) ?? []),
    {
      key: 'timeout',
      value: '"2min"',
      from: 'Not found: the time limit for all checks together. Correct it.',
    },
  ];
}

/** What is asked before the slot is marked good: units that it requires, programs that run before it. */
function checksOf(found: Found): readonly Entry[] | undefined {
  const marker =
    found.markers.find(({ on, checked }) => on !== undefined && checked) ??
    found.markers.find(({ own }) => own);
  if (marker === undefined) return undefined;
  const checks = [...unitsBefore(found, marker), ...programsBefore(found, marker)];
  if (checks.length === 0) return undefined;
  return [{ key: 'checks', value: `[${checks.map(text).join(', ')}]`, from: marker.place }];
}

function unitsBefore({ units }: Found, { name }: Marker): readonly string[] {
  const unit = units.get(name);
  if (unit === undefined) return [];
  return listOf(unit.all, 'Unit', 'Requires')
    .flatMap(({ value }) => value.split(/\s+/))
    .filter((one) => /\.(service|target)$/.test(one) && !/^(basic|sysinit)\./.test(one))
    .map((one) => `unit:${one}`);
}

/** Programs that the image itself has, and that run before or around the mark. wdgen's own program calls them `check`. */
function programsBefore({ steps }: Found, { name }: Marker): readonly string[] {
  const own = steps.filter(({ start }) => start.name === name);
  const asked = own.flatMap(({ words }): readonly (string | undefined)[] => {
    if (words[0] !== 'check')
      return /^\/usr\/(local\/)?(libexec|lib)\//.test(words[0] ?? '') &&
        !/\/wdgen\/commit$/.test(words[0] ?? '')
        ? [words[0]]
        : [];
    return baseName(words[1] ?? '') === 'systemctl' ? [`unit:${words.at(-1)}`] : [words[1]];
  });
  return [...new Set(asked)].filter(
    (one) => one !== undefined && /^(\/[A-Za-z0-9._/+-]+|unit:[A-Za-z0-9:_.@-]+)$/.test(one),
  ) as string[];
}
