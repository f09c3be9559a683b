import { sayDuration } from '../core/duration.js';
import type { KeyPath } from '../core/path.js';
import { isSetting } from './lookup.js';
import type { Feeder, FlagValue } from './types.js';

/** A feeder the way a spec writes it. */
export function feederWord(feeder: Feeder): string {
  return feeder.kind === 'application' ? `application:${feeder.name}` : feeder.kind;
}

/** A plan value for people: durations with a unit, settings with their states. */
export function inWords(path: KeyPath, value: unknown): string {
  if (isSetting(value)) return settingInWords(path, value);
  if (value === null) return 'none';
  if (path.at(-1) === 'release' && typeof value === 'number') return releaseWord(value);
  if (typeof value === 'number' && /Ms$/.test(String(path.at(-1)))) return sayDuration(value);
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : listInWords(value.map((item) => inWords(path, item)));
  if (typeof value === 'object') return tableInWords(value);
  return String(value);
}

/** 2511 -> `25.11`. */
function releaseWord(release: number): string {
  return `${Math.floor(release / 100)}.${String(release % 100).padStart(2, '0')}`;
}

/** Sentences stand one after the other, anything else is separated by commas. */
function listInWords(items: readonly string[]): string {
  return items.join(items.every((item) => item.endsWith('.')) ? ' ' : ', ');
}

function tableInWords(value: object): string {
  if ('id' in value) return String(value.id);
  if ('gate' in value && 'reason' in value)
    return `${String(value.reason)} (lifted by ${(value.gate as readonly string[]).join(', ')})`;
  if ('kind' in value && 'value' in value) return String((value as FlagValue).value);
  return 'kind' in value ? feederWord(value as Feeder) : JSON.stringify(value);
}

function settingInWords(
  path: KeyPath,
  { active, deferred, forbidden }: { active: unknown; deferred: unknown; forbidden: string | null },
): string {
  const said = [
    active === null ? undefined : `active ${inWords(path, active)}`,
    deferred === null ? undefined : `deferred ${inWords(path, deferred)}`,
    forbidden === null ? undefined : `forbidden: ${forbidden}`,
  ].filter((part) => part !== undefined);
  return said.length === 0 ? 'not set' : said.join('; ');
}
