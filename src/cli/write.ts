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

/** How many bytes went out; undefined when nobody reads any more. */
function writeSome(fd: number, bytes: Buffer): number | undefined {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EPIPE') return undefined;
    if (code !== 'EAGAIN') throw error;
    // The reader made the pipe non-blocking and is slow; give it a moment.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return 0;
  }
}

/** The width of the terminal on stdout; undefined when stdout is no terminal. */
export function terminalWidth(): number | undefined {
  if (!isCharacterDevice(1) || !process.stdout.isTTY) return undefined;
  return process.stdout.columns;
}

function isCharacterDevice(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice();
  } catch {
    return false;
  }
}
