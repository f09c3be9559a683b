import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Text } from '../place.js';

/** The first bytes of a regular file; undefined when it cannot be read. A FIFO in its place would never end. */
export function readSome(path: string, limit: number): Buffer | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!fstatSync(fd).isFile()) return undefined;
    const buffer = Buffer.alloc(limit);
    let length = 0;
    for (let read = -1; read !== 0 && length < limit; length += read)
      read = readSync(fd, buffer, length, limit - length, length);
    return buffer.subarray(0, length);
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Bytes as a text; undefined for what is none. Stray bytes in a comment must not hide the rest of a file. */
export function textIn(bytes: Buffer | undefined, file: string): Text | undefined {
  if (bytes === undefined || bytes.includes(0)) return undefined;
  return { file, text: bytes.toString('utf8').replace(/^\ufeff/, '') };
}
