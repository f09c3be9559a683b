import { sayDuration } from '../core/duration.js';
import type { KeyPath } from '../core/path.js';
import { isSetting, specWord } from './lookup.js';
import type { Feeder, FlagValue, HealthCheck, UbootPartition } from './types.js';

/** A feeder the way a spec writes it. */
export function feederWord(feeder: Feeder): string {
  return feeder.kind === 'application' ? `application:${feeder.name}` : feeder.kind;
}

/** A plan value for people: durations with a unit, settings with their states. */
export function inWords(path: KeyPath, value: unknown): string {
  if (isSetting(value)) return settingInWords(path, value);
  if (value === null) return 'none';
  if (typeof value === 'number') return numberInWords(String(path.at(-1)), value);
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : listInWords(value.map((item) => inWords(path, item)));
  if (typeof value === 'object') return tableInWords(value);
  return String(value);
}

/** The key says what a number is: a duration, a release, a place on a medium, or just a number. */
function numberInWords(key: string, value: number): string {
  if (/Ms$/.test(key)) return value === 0 ? '0s' : sayDuration(value);
  if (key === 'release' || key === 'ubootVersion') return releaseWord(value);
  return /^(size|offset|redundantOffset|sector)$/.test(key) ? `0x${value.toString(16)}` : String(value);
}

/** 2511 -> `25.11`, 202510 -> `2025.10`. */
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
  if ('partition' in value) return partitionWord(value as UbootPartition);
  if ('kind' in value && 'path' in value) return String(value.path);
  if ('kind' in value && value.kind === 'unit')
    return `unit:${(value as HealthCheck & { kind: 'unit' }).name}`;
  if ('kind' in value && 'value' in value) return String((value as FlagValue).value);
  if ('host' in value && 'port' in value) return `${String(value.host)} port ${String(value.port)}`;
  return 'kind' in value ? kindInWords(value) : JSON.stringify(value);
}

/** A feeder, or a check or step of a network ladder with what belongs to it. */
function kindInWords(value: object & { readonly kind: unknown }): string {
  if (value.kind === 'application') return feederWord(value as Feeder);
  if (value.kind === 'quorum' && 'of' in value) return `quorum:${String(value.of)}`;
  const parts = Object.entries(value)
    .filter(([key]) => key !== 'kind')
    .map(([key, part]) => `${specWord(key)} ${inWords([key], part)}`);
  return parts.length === 0 ? String(value.kind) : `${String(value.kind)} (${parts.join(', ')})`;
}

/** `mmc 1:2`, as U-Boot and a spec write it. */
function partitionWord({ interface: kind, device, partition }: UbootPartition): string {
  return `${kind} ${device}:${partition}`;
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
