import { fstatSync, writeSync } from 'node:fs';

/**
 * Writes everything to a file descriptor, synchronously: Node's stream objects would load a third of its library for
 * a few lines of text. A closed pipe (`wdgen status | head`) ends the writing quietly.
 */
export function writeAll(fd: 1 | 2, text: string): void {
  let rest = Buffer.from(text, 'utf8');
  while (rest.length > 0) {
    const written = writeSome(fd, rest);
    if (written === undefined) return;
    rest = rest.subarray(written);
  }
}

/** Output that the machine did not take: a full disk, a file that may grow no more. */
export class Unwritten extends Error {
  constructor(fd: number, code: string, cause: unknown) {
    super(`${fd === 1 ? 'standard output' : 'standard error'} cannot be written (${code})`, { cause });
  }
}

/** How many bytes went out; undefined when nobody reads any more. */
function writeSome(fd: number, bytes: Buffer): number | undefined {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EPIPE') return undefined;
    if (code !== 'EAGAIN') throw new Unwritten(fd, String(code), error);
    // The reader made the pipe non-blocking and is slow; give it a moment.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return 0;
  }
}

/** Whether a stream is a terminal. Asks the file system first: Node's terminal code is large. */
export function isTerminal(fd: 1 | 2): boolean {
  if (!isCharacterDevice(fd)) return false;
  return (fd === 1 ? process.stdout : process.stderr).isTTY === true;
}

/** /dev/null and its like (major number 1, Documentation/admin-guide/devices.txt) are character devices, too. */
const MEMORY_DEVICES = 1;

function isCharacterDevice(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isCharacterDevice() && stats.rdev >> 8 !== MEMORY_DEVICES;
  } catch {
    return false;
  }
}
