import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing; returns the topmost one that was made, undefined when it was there.
 * Throws the system's error. Node's own `recursive` never ends below /proc (seen with Node 20.20): that folder is there,
 * and making one in it says that it is not (ENOENT).
 */
export function makeFolders(path: string, mode?: number): string | undefined {
  try {
    mkdirSync(path, mode);
    return path;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return makeAbove(path, mode, error);
    // EEXIST: of a folder, or of a file, which the system's own error tells better.
    if (code === 'EEXIST') return mkdirSync(path, { recursive: true, mode });
    throw error;
  }
}

function makeAbove(path: string, mode: number | undefined, error: unknown): string | undefined {
  const above = dirname(path);
  if (above === path) throw error;
  const first = makeFolders(above, mode);
  // It was there after all: made by somebody else meanwhile, or it takes no new folder and says so again.
  const own = makeOnce(path, mode);
  return first ?? own;
}

function makeOnce(path: string, mode: number | undefined): string | undefined {
  try {
    mkdirSync(path, mode);
    return path;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  }
}
