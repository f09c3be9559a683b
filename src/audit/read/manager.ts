import type { ImageTree } from '../image/tree.js';
import { type Assignment, readIni } from './ini.js';
import { distinctDirs, dropInsOf } from './units.js';

const CONFIG_DIRS = [
  '/etc/systemd',
  '/run/systemd',
  '/usr/local/lib/systemd',
  '/usr/lib/systemd',
  '/lib/systemd',
] as const;

/**
 * The assignments of systemd's own configuration in the order in which they count: the strongest system.conf, then the
 * drop-ins by name. Source: systemd-system.conf(5), "CONFIGURATION DIRECTORIES AND PRECEDENCE".
 */
export function readManager(tree: ImageTree): readonly Assignment[] {
  const dirs = distinctDirs(tree, CONFIG_DIRS);
  const main = dirs.map((dir) => tree.text(`${dir}/system.conf`)).find((text) => text !== undefined);
  const dropIns = dropInsOf(tree, dirs, ['system.conf.d']);
  return [...(main === undefined ? [] : readIni(main)), ...dropIns.flatMap(readIni)];
}
