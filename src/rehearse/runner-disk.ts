import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Emulator } from '../system/emulator.js';

const MIB = 1024 * 1024;

/** What all machines of a run may say together. It is kept in memory, and a part of it is in the report. */
const SAID_BYTES = 64 * MIB;
/** How often a run is looked at. QEMU on a fast disk writes some hundred MiB meanwhile. */
const LOOK_MS = 500;

/** What is looked at. */
export interface Watched {
  readonly folder: string;
  readonly machines: () => readonly Emulator[];
  readonly limitBytes: number;
}

/** Waits until a run uses more than it may: why it has to end. Never comes to an end otherwise but by the signal. */
export async function overfull(watched: Watched, signal: AbortSignal): Promise<string> {
  for (;;) {
    const why = excess(watched);
    if (why !== undefined) return why;
    await pause(LOOK_MS, undefined, { signal });
  }
}

/** What of a run is too much now; undefined when nothing is. */
export function excess({ folder, machines, limitBytes }: Watched): string | undefined {
  const all = machines();
  const said = all.reduce((sum, { saidBytes }) => sum + saidBytes, 0);
  if (said > SAID_BYTES)
    return `Its machines said more than ${SAID_BYTES / MIB} MiB on their serial lines, and nobody can read that.`;
  const used = folderBytes(folder) + all.reduce((sum, { unnamedBytes }) => sum + unnamedBytes, 0);
  if (used <= limitBytes) return undefined;
  return `It took more disk than the ${limitBytes / MIB} MiB of --disk-limit: ${Math.ceil(used / MIB)} MiB.`;
}

/** What a folder takes on the disk, holes left out. Files come and go meanwhile. */
function folderBytes(folder: string): number {
  return named(folder).reduce((sum, name) => sum + blocksOf(join(folder, name)), 0);
}

function named(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}

function blocksOf(file: string): number {
  return (lstatSync(file, { throwIfNoEntry: false })?.blocks ?? 0) * 512;
}
