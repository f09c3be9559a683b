// Reads a folder into a map, to compare it with another one.
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Every file below a folder: path -> mode and text; links as `-> target`. Empty when the folder is not there. */
export function readTree(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  } catch {
    return found;
  }
  for (const name of names) {
    const path = join(folder, name);
    const info = lstatSync(path);
    if (info.isSymbolicLink()) found.set(name, `-> ${readlinkSync(path)}`);
    else if (info.isFile())
      found.set(name, `${info.mode & 0o111 ? 'executable' : 'plain'}\n${readFileSync(path, 'utf8')}`);
  }
  return found;
}
