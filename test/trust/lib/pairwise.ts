/**
 * Rows of one value for each dimension, so that every pair of values of two dimensions stands in one of them; padded to
 * `count` rows. Greedy, and the same in every run.
 */
export function pairwise(
  dimensions: Readonly<Record<string, readonly string[]>>,
  count: number,
): readonly Readonly<Record<string, string>>[] {
  const names = Object.keys(dimensions);
  const open = new Set<string>();
  const pair = (a: string, x: string, b: string, y: string): string => JSON.stringify([a, x, b, y]);
  for (const [index, a] of names.entries())
    for (const b of names.slice(index + 1))
      for (const x of dimensions[a] ?? []) for (const y of dimensions[b] ?? []) open.add(pair(a, x, b, y));
  const rows: Record<string, string>[] = [];
  for (let turn = 0; open.size > 0 || rows.length < count; turn++) {
    const row: Record<string, string> = {};
    for (const name of names) {
      const values = dimensions[name] ?? [];
      const gain = (value: string): number =>
        Object.entries(row).filter(([other, taken]) => open.has(pair(other, taken, name, value))).length;
      // Start each search somewhere else, so that rows that gain nothing more differ, too.
      const turned = values.map((_, index) => values[(index + turn) % values.length] ?? '');
      row[name] = turned.reduce((best, value) => (gain(value) > gain(best) ? value : best));
    }
    for (const [index, a] of names.entries())
      for (const b of names.slice(index + 1)) open.delete(pair(a, row[a] ?? '', b, row[b] ?? ''));
    rows.push(row);
    if (rows.length > 1000) throw new Error('no pairwise rows');
  }
  return rows;
}
