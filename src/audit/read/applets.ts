import type { ImageTree } from '../image/tree.js';

/** BusyBox with every applet is about 2 MB. */
const BUSYBOX_LIMIT = 16 * 1024 * 1024;
const PLACES = ['/bin/busybox', '/usr/bin/busybox', '/sbin/busybox'] as const;
/** Fewer names in a row are no table of applets. */
const FEWEST = 8;

/** The applets of the image's BusyBox; undefined when it has none that can be read. */
export function appletsIn(tree: ImageTree): ReadonlySet<string> | undefined {
  const path = PLACES.find((one) => tree.find(one)?.kind === 'file');
  const bytes = path === undefined ? undefined : tree.bytes(path, BUSYBOX_LIMIT);
  return bytes === undefined ? undefined : appletTable(bytes);
}

/**
 * The names stand one after the other in the program, sorted, each ended by a NUL. Every BusyBox that an image boots
 * with has `sh`: the longest sorted run of names around it is the table. Source: busybox applets/applet_tables.c.
 */
function appletTable(bytes: Buffer): ReadonlySet<string> | undefined {
  let best: readonly string[] = [];
  for (let at = bytes.indexOf('\0sh\0'); at !== -1; at = bytes.indexOf('\0sh\0', at + 1)) {
    const names = [...namesBefore(bytes, at), 'sh', ...namesAfter(bytes, at + 3)];
    if (names.length > best.length) best = names;
  }
  return best.length < FEWEST ? undefined : new Set(best);
}

/** Names up to the NUL at `end`, as long as they are sorted. */
function namesBefore(bytes: Buffer, end: number): readonly string[] {
  const names: string[] = [];
  let [next, stop] = ['sh', end];
  while (stop > 0) {
    const start = bytes.lastIndexOf(0, stop - 1) + 1;
    const name = bytes.toString('latin1', start, stop);
    if (!isName(name) || name >= next) break;
    names.unshift(name);
    [next, stop] = [name, start - 1];
  }
  return names;
}

function namesAfter(bytes: Buffer, from: number): readonly string[] {
  const names: string[] = [];
  let [before, start] = ['sh', from + 1];
  while (start < bytes.length) {
    const stop = bytes.indexOf(0, start);
    const name = stop === -1 ? '' : bytes.toString('latin1', start, stop);
    if (!isName(name) || name <= before) break;
    names.push(name);
    [before, start] = [name, stop + 1];
  }
  return names;
}

function isName(text: string): boolean {
  return /^[a-z0-9_[.-]{1,32}$/.test(text);
}
