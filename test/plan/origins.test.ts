// Every value of a plan knows where it came from.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { originOf } from '../../src/analyse/judge.js';
import type { KeyPath } from '../../src/core/path.js';
import { formatPath } from '../../src/core/path.js';
import { resolveTarget } from '../../src/plan/resolve.js';
import { readToml } from '../../src/source/toml.js';
import { readSpec } from '../../src/spec/read.js';
import { root } from '../lib/wdgen.js';

function targetsOf(file: string) {
  const { report } = readToml(file, readFileSync(join(root, file)));
  if (report.value === undefined) throw new Error(`${file} is no TOML`);
  const spec = readSpec({ document: report.value, specFile: file }, [], true);
  if (spec.value === undefined) throw new Error(JSON.stringify(spec.diagnostics));
  return spec.value.targets;
}

function leaves(value: unknown, path: KeyPath = []): KeyPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, child]) => {
    const isFlag = Array.isArray(value) && typeof child === 'object' && child !== null && 'symbol' in child;
    return leaves(child, [...path, isFlag ? String(child.symbol) : key]);
  });
}

for (const target of targetsOf('examples/watchdog.toml')) {
  t.test(`${target.name}: no value without an origin`, async (t) => {
    const resolved = resolveTarget(target).value;
    if (resolved === undefined) throw new Error('no plan');
    for (const path of leaves(resolved.plan))
      t.ok(originOf(path, resolved), `${formatPath(path)} has an origin`);
  });

  t.test(`${target.name}: origins in the spec point at something written`, async (t) => {
    const resolved = resolveTarget(target).value;
    for (const [key, origin] of resolved?.origins ?? []) {
      if (origin.kind !== 'spec') continue;
      const { positions } = target.document;
      t.ok(
        positions.key(origin.path) ?? positions.value(origin.path),
        `${key} <- ${formatPath(origin.path)}`,
      );
    }
  });
}
