import { readdirSync } from 'node:fs';
import { compareText } from '../core/report.js';

/** Names in a folder, sorted; none where it cannot be listed: it is not there, is no folder, or must not be read. */
export function namesOrNone(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort(compareText);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}
