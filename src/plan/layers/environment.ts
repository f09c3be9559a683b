import type { RollbackSpec } from '../../spec/schema.js';
import { complain, fromSpec, type Notes } from '../notes.js';
import type { EnvironmentPlan } from '../types.js';
import { readPartition } from './rollback-schemes.js';

type Written = NonNullable<RollbackSpec['environment']>;

/** Where U-Boot's environment lies; undefined after a complaint. */
export function resolveEnvironment(
  notes: Notes,
  { environment: written }: RollbackSpec,
): EnvironmentPlan | undefined {
  if (written === undefined) return undefined;
  const plan = READERS[written.medium](notes, written);
  if (plan !== undefined && plan.medium !== 'fat') checkOverlap(notes, plan);
  if (plan !== undefined && plan.size < 0x400) {
    complain(notes, 'WD0212', ['rollback', 'environment', 'size'], {
      detail: 'Less than 1 KiB does not hold the variables.',
      help: 'write what CONFIG_ENV_SIZE says, for example "0x8000"',
    });
  }
  recordOrigins(notes, written);
  return plan;
}

/** Plan keys below the table, and the spec keys that they come from. */
const KEYS = [
  ['medium', 'medium'],
  ['device', 'device'],
  ['size', 'size'],
  ['uboot', 'uboot'],
  ['offset', 'offset'],
  ['redundantOffset', 'redundant-offset'],
  ['sector', 'sector'],
  ['from', 'from'],
  ['file', 'file'],
] as const;

/** What this medium does not have, and the spec does not say, has no origin of its own. */
function recordOrigins(notes: Notes, written: Written): void {
  const at = ['rollback', 'environment'] as const;
  for (const [plan, key] of KEYS) {
    if (written[key] === undefined && (key !== 'redundant-offset' || written.medium === 'fat')) continue;
    fromSpec(notes, [...at, plan], [...at, key], 'no second copy', written[key] !== undefined);
  }
}

const READERS: Readonly<
  Record<Written['medium'], (notes: Notes, written: Written) => EnvironmentPlan | undefined>
> = {
  mmc: readMmc,
  'spi-flash': readSpiFlash,
  fat: readFat,
};

const bytes = (text: string) => Number.parseInt(text, 16);
const bytesOrNull = (text: string | undefined) => (text === undefined ? null : bytes(text));

/** The value of a key that this medium needs, or a complaint. */
function need<K extends keyof Written>(notes: Notes, written: Written, key: K, example: string): Written[K] {
  if (written[key] === undefined) {
    complain(notes, 'WD0211', ['rollback', 'environment', key], {
      detail: `An environment on ${written.medium} needs \`${key}\`.`,
      help: `add: ${key} = "${example}"`,
    });
  }
  return written[key];
}

/** Keys that mean nothing on this medium would be left out silently. */
function refuse(notes: Notes, written: Written, ...keys: readonly (keyof Written)[]): void {
  for (const key of keys.filter((one) => written[one] !== undefined)) {
    complain(notes, 'WD0212', ['rollback', 'environment', key], {
      detail: `\`${key}\` means nothing on ${written.medium}.`,
      help: 'remove it',
    });
  }
}

function readMmc(notes: Notes, written: Written): EnvironmentPlan | undefined {
  refuse(notes, written, 'from', 'file', 'sector');
  const uboot = need(notes, written, 'uboot', 'mmc 1');
  const offset = need(notes, written, 'offset', '0x3f8000');
  if (uboot === undefined || offset === undefined) return undefined;
  const [kind = '', device = ''] = uboot.split(' ');
  if (kind !== 'mmc') {
    complain(notes, 'WD0212', ['rollback', 'environment', 'uboot'], {
      detail: `U-Boot keeps an environment on raw MMC only (ENV_IS_IN_MMC), not on ${kind}.`,
      help: 'name an mmc device, or use medium = "fat"',
    });
  }
  return {
    medium: 'mmc',
    device: written.device,
    size: bytes(written.size),
    uboot: { interface: kind, device: Number(device) },
    offset: bytes(offset),
    redundantOffset: bytesOrNull(written['redundant-offset']),
  };
}

function readSpiFlash(notes: Notes, written: Written): EnvironmentPlan | undefined {
  refuse(notes, written, 'from', 'file', 'uboot');
  const offset = need(notes, written, 'offset', '0x100000');
  const sector = need(notes, written, 'sector', '0x1000');
  if (offset === undefined || sector === undefined) return undefined;
  return {
    medium: 'spi-flash',
    device: written.device,
    size: bytes(written.size),
    offset: bytes(offset),
    redundantOffset: bytesOrNull(written['redundant-offset']),
    sector: bytes(sector),
  };
}

function readFat(notes: Notes, written: Written): EnvironmentPlan | undefined {
  refuse(notes, written, 'uboot', 'offset', 'redundant-offset', 'sector');
  const from = need(notes, written, 'from', 'mmc 1:1');
  const file = need(notes, written, 'file', 'uboot.env');
  if (from === undefined || file === undefined) return undefined;
  return {
    medium: 'fat',
    device: written.device,
    size: bytes(written.size),
    from: readPartition(from),
    file,
  };
}

/** Two copies that share bytes are one copy, and a torn one. */
function checkOverlap(
  notes: Notes,
  { offset, redundantOffset, size }: Exclude<EnvironmentPlan, { medium: 'fat' }>,
): void {
  if (redundantOffset === null || Math.abs(redundantOffset - offset) >= size) return;
  complain(notes, 'WD0212', ['rollback', 'environment', 'redundant-offset'], {
    detail: 'The second copy overlaps the first one.',
    help: `write at least "0x${(offset + size).toString(16)}"`,
  });
}
