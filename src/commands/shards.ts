import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { parseShard, type Shard } from '../core/shard.js';

/** Reads the value of `--shard`; a mistake is a finding. */
export function readShard(
  text: string | undefined,
): { readonly shard: Shard | undefined } | { readonly wrong: Diagnostic } {
  if (text === undefined) return { shard: undefined };
  const shard = parseShard(text);
  if (shard !== undefined) return { shard };
  const detail = `--shard ${text} is no part of a whole.`;
  return { wrong: diagnostic('WD0601', { detail, help: 'the first of four parts: --shard 1/4' }) };
}
