/** Part `index` (from 1 on) of `count` parts. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * The items of one part, in their order. Every item is in exactly one part, the same one each time, and no part has more than
 * one item more than another.
 */
export function shardOf<T>(items: readonly T[], { index, count }: Shard): readonly T[] {
  return items.filter((_, position) => position % count === index - 1);
}
