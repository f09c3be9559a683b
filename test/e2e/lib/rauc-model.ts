/** The variables that the script reads; undefined where the environment has none (U-Boot holds no empty values). */
export interface RaucState {
  readonly order: string | undefined;
  readonly left: Readonly<Record<string, string | undefined>>;
  readonly intent: string | undefined;
  readonly refilled: string | undefined;
}

export interface RaucOutcome {
  /** The slot that boots. */
  readonly slot: string;
  readonly degraded: boolean;
  /** What was saved last before that; null when nothing was. */
  readonly saved: RaucState | null;
}

/**
 * What the script of scheme rauc-uboot has to decide, written a second time in another language. Every slot can be
 * loaded, saving works, and the end is `refill-once`.
 *
 * A single bad counter means "used up", never "full": a slot that was never counted down must not be tried for ever.
 * Only when the order and all counters are missing is the environment a new or a lost one, and starts with the defaults:
 * then no slot has ever been judged. One digit above `tries` is a count left by an earlier spec, and holds.
 */
export function raucModel(start: RaucState, slots: readonly string[], tries: number): RaucOutcome {
  const full = Object.fromEntries(slots.map((slot) => [slot, String(tries)]));
  const lost = start.order === undefined && slots.every((slot) => start.left[slot] === undefined);
  let state: RaucState = lost ? { ...start, left: full, refilled: '0' } : start;
  state = { ...state, order: start.order ?? slots.join(' ') };
  let saved: RaucState | null = null;
  const intended = state.intent === '1';
  if (intended) {
    state = { ...state, intent: '0' };
    saved = state;
  }
  let slot = bootable(state, slots);
  if (slot === undefined && state.refilled !== '1') {
    state = { ...state, left: full, refilled: '1' };
    saved = state;
    slot = bootable(state, slots);
  }
  if (slot === undefined) return { slot: slots[0] ?? '', degraded: true, saved };
  if (intended) return { slot, degraded: false, saved };
  const left = { ...state.left, [slot]: String(Number(state.left[slot]) - 1) };
  return { slot, degraded: false, saved: { ...state, left } };
}

/** The first slot of BOOT_ORDER, then of the default order, that has tries left. */
function bootable({ order, left }: RaucState, slots: readonly string[]): string | undefined {
  const words = (order ?? '').split(' ').filter((word) => slots.includes(word));
  return [...words, ...slots].find((slot) => /^[1-9]$/.test(left[slot] ?? ''));
}
