/** Part `index` (from 1 on) of `count` parts. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The most parts that anything is split into. */
export const MOST_SHARDS = 9999;

/** Reads `1/4`; undefined when it is no part of a whole. */
export function parseShard(text: string): Shard | undefined {
  const [, index, count] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index >= 1 && shard.index <= shard.count ? shard : undefined;
}

/**
 * What belongs to one part. Everything is in exactly one part, no part has more than one more than another, and neither
 * the machine nor the time decides: the order of `all` alone does.
 */
export function shardOf<T>(all: readonly T[], { index, count }: Shard): readonly T[] {
  return all.filter((_, position) => position % count === index - 1);
}
