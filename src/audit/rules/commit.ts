import { sayPlace } from '../place.js';
import type { Audited, AuditFinding, AuditRule } from './types.js';

/** Whether boots are counted, and the line that shows it. */
function counted({ found: { counting, uboot, bootScript }, expected }: Audited) {
  if (expected !== null && expected.plan.rollback?.state !== 'active') return undefined;
  const limit = uboot?.symbols.get('BOOTCOUNT_LIMIT');
  const place =
    counting.scriptSlots[0]?.place ??
    counting.tries[0]?.place ??
    (limit?.value === 'y' ? limit.place : undefined);
  return place ?? (expected === null || bootScript === null ? undefined : { in: bootScript.text, line: 1 });
}

/** Somebody takes the counter back. */
export const nothingMarks: AuditRule = {
  code: 'WD1250',
  check: (audited) => {
    const { found } = audited;
    const place = counted(audited);
    if (!found.hasTree || place === undefined || found.markers.some(({ on }) => on !== undefined)) return [];
    const off = found.markers[0];
    return [
      {
        place: off?.place ?? place,
        detail:
          off === undefined
            ? 'Boots are counted here, and nothing in the image marks a slot good: after its tries a healthy slot is given up.'
            : `${off.name} would mark a slot good, and nothing starts it: after its tries a healthy slot is given up.`,
        help: 'start one program that checks the health of the machine and marks the slot good',
        ...(off === undefined ? {} : { also: [{ message: 'boots are counted here', place }] }),
      },
    ];
  },
};

/** Who marks a slot good asks for its health. */
export const markedUnchecked: AuditRule = {
  code: 'WD1251',
  check: ({ found: { markers } }) =>
    markers
      .filter(({ on, checked }) => on !== undefined && !checked)
      .map(
        ({ name, place }): AuditFinding => ({
          place,
          detail: `${name} marks the slot good as soon as it runs: nothing can keep it from that.`,
          help: 'let it run only after a health check: ExecStartPre=, Requires= of a unit that checks, or a condition in the script',
        }),
      ),
};

/** One path marks a slot good. */
export const twoMark: AuditRule = {
  code: 'WD1252',
  check: ({ found: { markers } }) => {
    const on = markers.filter((marker) => marker.on !== undefined);
    const keep = on.find(({ own }) => own) ?? on.find(({ checked }) => checked) ?? on[0];
    return on
      .filter((marker) => marker !== keep)
      .map(
        (marker): AuditFinding => ({
          place: marker.place,
          detail: `${marker.name} marks the slot good, and so does ${keep?.name} (${keep === undefined ? '' : sayPlace(keep.place)}). The one that asks less decides.`,
          help: `mask or remove ${marker.name}`,
          also: keep === undefined ? [] : [{ message: keep.name, place: keep.place }],
        }),
      );
  },
};
