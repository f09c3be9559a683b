import type { Boot } from './record.js';

/** A boot shorter than this is taken for one that failed: it did not get through its health checks. */
const GOOD_SECONDS = 60;

/** The boots of `journalctl --list-boots -o json`; undefined when a value is no such list. */
export function journalBoots(value: unknown, sinceMs: number | undefined): readonly Boot[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const boots = value.map(journalBoot);
  if (!boots.every((boot) => boot !== undefined)) return undefined;
  return boots
    .filter(({ startMs }) => sinceMs === undefined || startMs >= sinceMs)
    .map(({ id, seconds, good }) => ({ id, seconds, good }));
}

function journalBoot(value: unknown): (Boot & { readonly startMs: number }) | undefined {
  const { boot_id: id, first_entry: first, last_entry: last } = (value ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || !/^[0-9a-f]{32}$/.test(id)) return undefined;
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) return undefined;
  const seconds = Math.floor((Number(last) - Number(first)) / 1e6);
  if (seconds < 0) return undefined;
  return { id, seconds, good: seconds >= GOOD_SECONDS, startMs: Number(first) / 1000 };
}
