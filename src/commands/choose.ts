import { starMatcher } from '../core/star-pattern.js';

/** Names that any of the patterns (names or globs with `*`) matches, all without patterns; and patterns without one. */
export function choose(
  names: readonly string[],
  patterns: readonly string[],
): { readonly chosen: ReadonlySet<string>; readonly unmatched: readonly string[] } {
  if (patterns.length === 0) return { chosen: new Set(names), unmatched: [] };
  const matchers = patterns.map((pattern) => ({ pattern, matches: starMatcher(pattern) }));
  return {
    chosen: new Set(names.filter((name) => matchers.some(({ matches }) => matches(name)))),
    unmatched: matchers.filter(({ matches }) => !names.some(matches)).map(({ pattern }) => pattern),
  };
}
