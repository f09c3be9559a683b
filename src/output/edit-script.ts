/** A run of lines: kept on both sides, only on the left, or only on the right. */
export interface Edit {
  readonly kind: 'keep' | 'drop' | 'add';
  readonly count: number;
}

/** Beyond this many differences the shortest script is not worth its time and memory (which grow with its square). */
const MAX_DIFFERENCES = 2000;

/** How to turn one list of lines into another, shortest if that is not too long. Eugene Myers' O(ND) algorithm. */
export function editScript(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const middle = middleScript(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return merge([{ kind: 'keep', count: head }, ...middle, { kind: 'keep', count: tail }]);
}

function middleScript(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const whole: readonly Edit[] = [
    { kind: 'drop', count: a.length },
    { kind: 'add', count: b.length },
  ];
  if (a.length === 0 || b.length === 0) return whole;
  const rounds = search(a, b);
  return rounds === undefined ? whole : walkBack(a.length, b.length, rounds);
}

/**
 * For each number of differences d, how far along the left each diagonal k = left - right gets. Round d is stored
 * with diagonal k at index k + d. Undefined when the lists differ in too much.
 */
function search(a: readonly string[], b: readonly string[]): readonly Int32Array[] | undefined {
  const rounds: Int32Array[] = [];
  for (let d = 0; d <= Math.min(a.length + b.length, MAX_DIFFERENCES); d++) {
    const round = new Int32Array(2 * d + 1);
    rounds.push(round);
    for (let k = -d; k <= d; k += 2) {
      let x = d === 0 ? 0 : enter(rounds[d - 1], d, k).x;
      while (x < a.length && x - k < b.length && x - k >= 0 && a[x] === b[x - k]) x++;
      round[k + d] = x;
      if (x >= a.length && x - k >= b.length) return rounds;
    }
  }
  return undefined;
}

/** How round d gets onto diagonal k: down from k + 1 (an added line) or right from k - 1 (a dropped one). */
function enter(
  before: Int32Array | undefined,
  d: number,
  k: number,
): { readonly x: number; readonly from: number } {
  const at = (diagonal: number): number => before?.[diagonal + d - 1] ?? -1;
  const down = k === -d || (k !== d && at(k - 1) < at(k + 1));
  return down ? { x: at(k + 1), from: k + 1 } : { x: at(k - 1) + 1, from: k - 1 };
}

function walkBack(left: number, right: number, rounds: readonly Int32Array[]): readonly Edit[] {
  const edits: Edit[] = [];
  let x = left;
  let k = left - right;
  for (let d = rounds.length - 1; d > 0; d--) {
    const { x: entered, from } = enter(rounds[d - 1], d, k);
    edits.push({ kind: 'keep', count: x - entered });
    edits.push({ kind: from > k ? 'add' : 'drop', count: 1 });
    x = from > k ? entered : entered - 1;
    k = from;
  }
  edits.push({ kind: 'keep', count: x });
  return edits.reverse();
}

/** Joins neighbours of a kind, drops empty ones, and puts dropped lines before added ones. */
function merge(edits: readonly Edit[]): readonly Edit[] {
  const merged: Edit[] = [];
  let drop = 0;
  let add = 0;
  let keep = 0;
  const flush = (kind: Edit['kind'], count: number): void => {
    if (count > 0) merged.push({ kind, count });
  };
  for (const { kind, count } of edits) {
    if (count === 0) continue;
    if (kind === 'keep') {
      flush('drop', drop);
      flush('add', add);
      drop = 0;
      add = 0;
      keep += count;
      continue;
    }
    flush('keep', keep);
    keep = 0;
    if (kind === 'drop') drop += count;
    else add += count;
  }
  flush('drop', drop);
  flush('add', add);
  flush('keep', keep);
  return merged;
}
