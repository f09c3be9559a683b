// Writes the spec of a fleet: `include = ["targets/*.toml"]`, one file a target. Each target is one of the five of
// examples/watchdog.toml in turn, under a name of its own, with a description, times and addresses of its own.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The example targets: name -> its tables, without the comments above them. */
function exampleTargets(file) {
  const targets = new Map();
  let current;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const name = /^\[target\.([^.\]]+)/.exec(line)?.[1];
    if (name !== undefined) current = name;
    if (current === undefined || line.startsWith('#')) continue;
    targets.set(current, [...(targets.get(current) ?? []), line]);
  }
  return [...targets].map(([name, lines]) => ({ name, text: `${lines.join('\n').trim()}\n` }));
}

/** One target of the fleet: what differs between real units differs here, too. */
function unitText({ name, text }, own, number) {
  return text
    .replaceAll(`[target.${name}`, `[target.${own}`)
    .replace(/^description = "(.*)"$/m, `description = "$1, unit ${number}"`)
    .replace('boots:50', `boots:${20 + (number % 80)}`)
    .replace('device = "pi-edge-01"', `device = "${own}"`)
    .replace(/"30d"/, `"${20 + (number % 20)}d"`)
    .replace(/hosts = \["1\.1\.1\.1"/, `hosts = ["10.0.${number >> 8}.${number & 255}"`);
}

/** Writes a fleet of `count` targets into a folder and returns the path of its root spec. */
export function writeFleet(folder, count, example) {
  const kinds = exampleTargets(example);
  mkdirSync(join(folder, 'targets'), { recursive: true });
  const spec = join(folder, 'watchdog.toml');
  writeFileSync(spec, 'schema = 1\ninclude = ["targets/*.toml"]\n');
  for (let number = 0; number < count; number++) {
    const kind = kinds[number % kinds.length];
    const own = `u${String(number).padStart(5, '0')}-${kind.name}`;
    writeFileSync(join(folder, 'targets', `${own}.toml`), unitText(kind, own, number));
  }
  return spec;
}
