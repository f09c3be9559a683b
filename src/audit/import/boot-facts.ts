import type { Found } from '../found.js';
import type { Place } from '../place.js';
import { number } from '../read/fw-env.js';
import { splitWords } from '../read/words.js';
import { type Entry, text } from './piece.js';

/** A word of the boot script with its line. */
interface Word {
  readonly value: string;
  readonly place: Place;
}

/** Every word of the boot script, also those in variables: `wd_args='root=.. panic=10'`. */
export function scriptWords({ bootScript }: Found): readonly Word[] {
  if (bootScript === null) return [];
  return bootScript.commands.flatMap(({ words, line }) =>
    words.flatMap((word) => {
      const value = word.replace(/^\w+=(?=.*[\s:/])/, '');
      return splitWords(value).map((one) => ({ value: one, place: { in: bootScript.text, line } }));
    }),
  );
}

/** Places on a medium that the script names as constants, each once: `mmc 1:2`. */
function partitions({ bootScript }: Found): readonly Word[] {
  const found = new Map<string, Word>();
  for (const { words, line } of bootScript?.commands ?? []) {
    const place = bootScript === null ? undefined : { in: bootScript.text, line };
    for (const [, value = ''] of words
      .join(' ')
      .matchAll(/\b((?:mmc|virtio|usb|scsi|nvme|sata) \d{1,2}:[0-9a-f]{1,2})\b/g))
      if (place !== undefined && !found.has(value)) found.set(value, { value, place });
  }
  return [...found.values()];
}

/** Where U-Boot loads a slot from: as the script says it, else by the number in RAUC's device and the script's medium. */
export function slotFrom(found: Found, index: number, slots: number): Word | undefined {
  const written = partitions(found);
  if (written.length >= slots) return written[index];
  const medium = (found.bootScript?.commands ?? []).flatMap(
    ({ words }) => /\b(mmc|usb|scsi|nvme|virtio|sata) (\d{1,2})(?=[:\s]|$)/.exec(words.join(' ')) ?? [],
  )[0];
  const device = found.rauc?.slots.filter(({ bootname }) => bootname !== undefined)[index]?.device;
  const part = /(?:p|[a-z])(\d+)$/.exec(device?.value ?? '')?.[1];
  if (medium === undefined || device === undefined || part === undefined) return undefined;
  return { value: `${medium}:${Number(part).toString(16)}`, place: device.place };
}

/** The kernel, its device tree and root= of a slot. */
export function slotEntries(found: Found, index: number, slots: number): readonly Entry[] {
  const words = scriptWords(found);
  const pick = (form: RegExp): Word | undefined => {
    const fitting = words.filter(({ value }) => form.test(value));
    return fitting.length >= slots ? fitting[index] : fitting[0];
  };
  const kernel = pick(/(^|\/)(Image|zImage|uImage|vmlinuz|fitImage)(\.gz)?$/);
  const fdt = pick(/\.dtb$/);
  const initrd = pick(/(^|\/)(initrd|initramfs|uInitrd)[\w.-]*$/);
  const roots = [
    ...new Map(
      words.filter(({ value }) => /^root=[^$]+$/.test(value)).map((one) => [one.value, one]),
    ).values(),
  ];
  const device = found.rauc?.slots.filter(({ bootname }) => bootname !== undefined)[index];
  const root = roots.length >= slots ? roots[index] : undefined;
  const entry = (key: string, word: Word | undefined): readonly Entry[] =>
    word === undefined || /[$]/.test(word.value) ? [] : [{ key, value: text(word.value), from: word.place }];
  return [
    ...entry('kernel', kernel),
    ...entry('initrd', initrd),
    ...entry('fdt', fdt),
    ...(root !== undefined
      ? [{ key: 'root', value: text(root.value.replace('root=', '')), from: root.place }]
      : entry('root', device?.device)),
    ...entry('device', device?.device),
    ...(/^(ext4|raw|vfat|squashfs)$/.test(device?.type?.value ?? '') ? entry('type', device?.type) : []),
  ];
}

/** Where the environment lies; undefined when it cannot be said. */
export function environmentEntries(found: Found): readonly Entry[] | undefined {
  const { fwEnv, uboot } = found;
  const [first, second] = fwEnv?.copies ?? [];
  if (fwEnv === null || first === undefined) return undefined;
  const at = (line: number): Place => ({ in: fwEnv.text, line });
  const hex = (value: number) => text(`0x${value.toString(16)}`);
  const common: readonly Entry[] = [
    { key: 'device', value: text(first.device), from: at(first.line) },
    { key: 'size', value: hex(first.size), from: at(first.line) },
  ];
  const offsets: readonly Entry[] = [
    { key: 'offset', value: hex(first.offset), from: at(first.line) },
    ...(second === undefined
      ? []
      : [{ key: 'redundant-offset', value: hex(second.offset), from: at(second.line) }]),
  ];
  const medium = (value: string): Entry => ({ key: 'medium', value: text(value), from: at(first.line) });
  if (first.device.startsWith('/dev/mtd')) {
    const sector = first.sector ?? number(uboot?.symbols.get('ENV_SECT_SIZE')?.value);
    if (sector === null) return undefined;
    return [
      medium('spi-flash'),
      ...common,
      ...offsets,
      { key: 'sector', value: hex(sector), from: at(first.line) },
    ];
  }
  if (!first.device.startsWith('/dev/')) return undefined;
  const device = mmcDevice(found);
  return device === undefined ? undefined : [medium('mmc'), device, ...common, ...offsets];
}

/** The MMC device as U-Boot counts it: by its configuration, else by what the script loads from. */
function mmcDevice({ uboot, bootScript }: Found): Entry | undefined {
  const symbol = uboot?.symbols.get('ENV_MMC_DEVICE_INDEX') ?? uboot?.symbols.get('SYS_MMC_ENV_DEV');
  if (symbol !== undefined) return { key: 'uboot', value: text(`mmc ${symbol.value}`), from: symbol.place };
  for (const { words, line } of bootScript?.commands ?? []) {
    const index = /\bmmc (\d{1,2})\b/.exec(words.join(' '))?.[1];
    if (index !== undefined && bootScript !== null)
      return { key: 'uboot', value: text(`mmc ${index}`), from: { in: bootScript.text, line } };
  }
  return undefined;
}
