// The rows of a fleet: fresh, nothing to do, one changed, check, diff.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFleet } from './fleet.mjs';
import { scratch } from './places.mjs';

const node = process.execPath;

/** The spec of a fleet, one that differs in every target, and the finished tree of the first as an archive. */
export function fleetUnderTest(count, bin, example) {
  const spec = writeFleet(join(scratch, 'fleet'), count, example);
  const other = writeFleet(join(scratch, 'other'), count, example);
  for (const name of readdirSync(join(scratch, 'other', 'targets'))) {
    const file = join(scratch, 'other', 'targets', name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^description = "/m, 'description = "Another '));
  }
  const trees = join(scratch, 'trees');
  mkdirSync(trees);
  for (const [from, to] of [
    [spec, 'a'],
    [other, 'b'],
  ])
    run(node, bin, 'generate', '--spec', from, '--out', join(trees, to));
  const archive = join(scratch, 'tree.tar');
  run('tar', 'cf', archive, '-C', join(trees, 'a'), '.');
  return { spec, other, trees, archive, bin };
}

function run(command, ...args) {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr.slice(-500)}`);
}

export function fleetRows({ spec, other, trees, bin }, folder) {
  let count = 0;
  const settled = join(folder, 'settled');
  cpSync(join(trees, 'a'), settled, { recursive: true });
  const generate = (from, out) => [node, bin, 'generate', '--spec', from, '--out', out];
  const [first] = readdirSync(join(scratch, 'fleet', 'targets'));
  const changed = join(scratch, 'fleet', 'targets', first ?? '');
  return [
    {
      name: 'fresh',
      command: () => generate(spec, join(folder, `fresh-${count++}`)),
      goal: folder.endsWith('ext4') ? 1.1 : 1.4,
    },
    { name: 'nothing to do', command: () => generate(spec, settled), goal: 0.35 },
    {
      name: 'one changed',
      before: () =>
        writeFileSync(changed, readFileSync(changed, 'utf8').replace(/, unit \d+/, `, unit ${count++}`)),
      command: () => generate(spec, settled),
    },
    { name: 'check', command: () => [node, bin, 'check', '--spec', spec, '--out', settled] },
    {
      name: 'diff, all changed',
      command: () => [node, bin, 'diff', spec, other, '--stat'],
      exits: [0, 1],
    },
  ];
}
