import type { ImageTree } from '../image/tree.js';
import type { Place } from '../place.js';
import type { FwEnv } from './fw-env.js';
import { UNIT_DIRS } from './units.js';

/** Folders whose files decide about recovery. */
const FOLDERS = [
  '/etc/systemd/system.conf.d',
  '/usr/lib/systemd/system.conf.d',
  '/etc/init.d',
  '/etc/modprobe.d',
  '/etc/modules-load.d',
  ...UNIT_DIRS.slice(0, 1),
] as const;
const FILES = ['/etc/inittab', '/etc/fw_env.config', '/etc/rauc/system.conf', '/etc/watchdog.conf'] as const;

/** What lies where a configuration belongs and is none: too large, binary, or a device. */
export function unreadIn(tree: ImageTree, fwEnv: FwEnv | null): Unread[] {
  const paths = [...FILES, ...FOLDERS.flatMap((dir) => tree.list(dir).map((name) => `${dir}/${name}`))];
  const files = paths.flatMap((path): Unread[] => {
    const entry = tree.find(path);
    if (entry === undefined || entry.kind === 'dir' || tree.linkOf(path) === '/dev/null') return [];
    if (entry.kind === 'file' && (entry.size === 0 || tree.text(path) !== undefined)) return [];
    const why =
      entry.kind === 'special' ? 'it is a device, a socket or a FIFO' : 'it is too large, or no text';
    return [{ place: { in: { file: tree.label(path), text: '' }, line: 1 }, why }];
  });
  const lines = (fwEnv?.unreadable ?? []).map((line) => ({
    place: { in: fwEnv?.text ?? { file: '', text: '' }, line },
    why: 'a line is a device, an offset and a size',
  }));
  return [...files, ...lines];
}

interface Unread {
  readonly place: Place;
  readonly why: string;
}
