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

/** A boot as `wdgen-doctor --json` saw it on the device, and the target that it was made for. */
export interface DoctorReport {
  readonly target: string;
  readonly boot: Boot;
}

/** What one or more runs of the doctor on the device said; undefined when a value is no such thing. */
export function doctorReports(value: unknown): readonly DoctorReport[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  const reports = list.map(doctorReport);
  return reports.length > 0 && reports.every((one) => one !== undefined) ? reports : undefined;
}

/** Of several reports of one boot the longest counts. */
export function bootsOf(reports: readonly DoctorReport[]): readonly Boot[] {
  const longest = new Map<string, Boot>();
  for (const { boot } of reports) {
    if ((longest.get(boot.id)?.seconds ?? -1) < boot.seconds) longest.set(boot.id, boot);
  }
  return [...longest.values()];
}

/**
 * A boot is good when its slot was marked good, or when there are no slots. Where the doctor could not read the
 * counters it has a row about the slot and does not know: such a boot proves nothing.
 */
function doctorReport(value: unknown): DoctorReport | undefined {
  const {
    schema,
    kind,
    target,
    boot: id,
    uptime,
    committed,
    rows,
  } = (value ?? {}) as Record<string, unknown>;
  if (schema !== 1 || kind !== 'doctor' || typeof target !== 'string' || !Array.isArray(rows))
    return undefined;
  if (typeof id !== 'string' || !/^[0-9a-f]{32}$/.test(id)) return undefined;
  if (!Number.isSafeInteger(uptime) || Number(uptime) < 0) return undefined;
  const seconds = Number(uptime);
  const withSlots = rows.some((row) =>
    ['slot', 'commit'].includes((row as { id?: string } | null)?.id ?? ''),
  );
  const healthy = withSlots ? committed === true : committed === null;
  return { target, boot: { id, seconds, good: healthy && seconds >= GOOD_SECONDS } };
}
