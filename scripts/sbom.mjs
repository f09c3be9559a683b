// Prints a CycloneDX list of what wdgen needs at run time. npm makes the list; with `--omit dev` it leaves out what the
// development needs, too (cross-spawn, which execa needs), so the choice is made here, along the dependencies. Without the
// serial number and the time that npm adds: the same packages, the same list.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { serialNumber: _, ...list } = JSON.parse(
  execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], { cwd: root, maxBuffer: 1 << 28 }),
);

const own = list.metadata.component['bom-ref'];
const edges = new Map(list.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
const nameOf = (ref) => ref.slice(0, ref.lastIndexOf('@')).split('|').at(-1);
edges.set(
  own,
  edges.get(own).filter((ref) => Object.hasOwn(dependencies, nameOf(ref))),
);

const needed = new Set();
const visit = (ref) => {
  if (needed.has(ref)) return;
  needed.add(ref);
  for (const next of edges.get(ref) ?? []) visit(next);
};
visit(own);

const { timestamp: _time, ...metadata } = list.metadata;
const kept = {
  ...list,
  metadata,
  components: list.components.filter((one) => needed.has(one['bom-ref'])),
  dependencies: [...edges].filter(([ref]) => needed.has(ref)).map(([ref, dependsOn]) => ({ ref, dependsOn })),
};
process.stdout.write(`${JSON.stringify(kept, null, 2)}\n`);
