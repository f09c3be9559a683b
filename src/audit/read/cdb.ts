/**
 * The keys of a constant database; undefined for bytes that are none. It starts with 256 pairs of 32-bit little-endian
 * numbers, position and slots of each hash table; the records lie between them and the first table.
 * Source: cr.yp.to/cdb/cdb.txt.
 */
export function cdbKeys(bytes: Buffer): readonly string[] | undefined {
  const HEADER = 2048;
  if (bytes.length < HEADER) return undefined;
  let end = bytes.length;
  for (let at = 0; at < HEADER; at += 8) end = Math.min(end, bytes.readUInt32LE(at));
  if (end < HEADER) return undefined;
  const keys: string[] = [];
  for (let at = HEADER; at + 8 <= end; ) {
    const [key, data] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    if (at + 8 + key + data > end) return undefined;
    keys.push(bytes.toString('utf8', at + 8, at + 8 + key));
    at += 8 + key + data;
  }
  return keys;
}
