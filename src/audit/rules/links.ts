import type { ImageTree } from '../image/tree.js';
import { linkPlace } from '../read/enabled.js';
import { UNIT_DIRS } from '../read/units.js';
import type { AuditRule } from './types.js';

const RUNLEVELS = ['/etc/rcS.d', '/etc/rc2.d', '/etc/rc3.d', '/etc/rc5.d', '/etc/init.d'] as const;

/** Links that init follows lead somewhere. */
export const danglingLink: AuditRule = {
  code: 'WD1205',
  check: ({ found: { tree } }) =>
    linksOf(tree)
      .filter((path) => tree.linkOf(path) !== '/dev/null' && !isThere(tree, path))
      .map((path) => ({
        place: linkPlace(tree, path),
        detail: `${path} leads to ${tree.linkOf(path)}, which is not in the image: what it should start does not start.`,
        help: 'install what it leads to, or remove the link',
      })),
};

function linksOf(tree: ImageTree): readonly string[] {
  const folders = [
    ...RUNLEVELS,
    ...UNIT_DIRS.flatMap((dir) => [
      dir,
      ...tree
        .list(dir)
        .filter((name) => /\.(wants|requires|d)$/.test(name))
        .map((name) => `${dir}/${name}`),
    ]),
    '/etc/systemd/system.conf.d',
  ];
  const all = folders.flatMap((dir) => tree.list(dir).map((name) => `${dir}/${name}`));
  const real = new Set<string>();
  return all.filter((path) => {
    const entry = tree.look(path);
    if (entry?.kind !== 'link' || real.has(entry.path)) return false;
    return real.add(entry.path);
  });
}

/** Only the name of a link in `X.wants/` counts: systemd looks the unit up by itself. */
function isThere(tree: ImageTree, path: string): boolean {
  if (tree.find(path) !== undefined) return true;
  const [, name = ''] = /\.(?:wants|requires)\/([^/]+)$/.exec(path) ?? [];
  const template = name.replace(/@[^.]*\./, '@.');
  return (
    name !== '' &&
    UNIT_DIRS.some((dir) => [name, template].some((one) => tree.find(`${dir}/${one}`) !== undefined))
  );
}
