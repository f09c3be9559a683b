// npm run bench: wdgen beside the floors and beside other generators, in one run, interleaved, as ratios of medians.
//   --rounds N    rounds of the start-up rows (default 21)
//   --targets N   size of the fleet (default 1000)         --fleet-rounds N   its rounds (default 5); 0 leaves it out
//   --json        machine-readable
// Everything runs in an environment of nothing but PATH. Fleets are written to tmpfs, and as root to an ext4 with a journal
// in a loop-mounted image. A fresh tree goes to a fresh folder each time, and nothing is deleted before the end: an ext4
// without a journal searches for a minute after a large rm -rf.
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fleetRows, fleetUnderTest } from './bench/fleet-rows.mjs';
import { root, table, times } from './bench/measure.mjs';
import { floorsOf, peersOf, targetAt } from './bench/peers.mjs';
import { places, removeScratch, scratch } from './bench/places.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '21' },
    targets: { type: 'string', default: '1000' },
    'fleet-rounds': { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});

const bin = join(root, 'bin', 'wdgen.cjs');
const spec = join(root, 'examples', 'watchdog.toml');
const node = process.execPath;

/** The rows of one start, against bare Node. */
function startRows() {
  const settled = join(scratch, 'settled');
  const one = (out) => [node, bin, 'generate', '--spec', spec, '--target', 'rock64', '--out', out];
  let count = 0;
  return [
    { name: 'node -e 0', command: () => [node, '-e', '0'] },
    { name: 'wdgen --help', command: () => [node, bin, '--help'], goal: 1.15 },
    { name: 'wdgen --version', command: () => [node, bin, '--version'], goal: 1.15 },
    { name: 'one target, fresh', command: () => one(join(scratch, `fresh-${count++}`)), goal: 1.3 },
    { name: 'one target, nothing to do', command: () => one(settled), goal: 1.25 },
    {
      name: 'check, all five examples',
      command: () => [node, bin, 'check', '--spec', spec, '--out', settled],
    },
    ...peersOf(targetAt(join(root, 'examples', 'generated'), 'rock64'), scratch),
  ];
}

const results = [];
try {
  const loadBefore = loadavg()[0];
  results.push(table('one start', times(startRows(), Number(options.rounds)), 'node -e 0'));
  if (Number(options['fleet-rounds']) > 0) {
    const fleet = fleetUnderTest(Number(options.targets), bin, spec);
    for (const { name, folder } of places()) {
      const rows = [...floorsOf(fleet, folder), ...fleetRows(fleet, folder)];
      const measured = times(rows, Number(options['fleet-rounds']), 1);
      results.push(table(`${options.targets} targets, ${name}`, measured, 'tar x'));
    }
  }
  print({ load: [loadBefore, loadavg()[0]], results });
} finally {
  removeScratch();
}

function print({ load, results }) {
  const machine = {
    node: process.version,
    cpus: `${cpus().length} x ${cpus()[0]?.model}`,
    load: load.map((value) => Number(value.toFixed(1))),
  };
  if (options.json) return console.log(JSON.stringify({ ...machine, results }, null, 2));
  console.log(`${machine.node}, ${machine.cpus}, load ${machine.load.join(' to ')}`);
  for (const { title, base, rows } of results) {
    console.log(
      `\n${title.padEnd(34)}${'ms'.padStart(9)}${'cpu ms'.padStart(9)}${'MiB'.padStart(6)}  x ${base}   goal`,
    );
    for (const row of rows) {
      const cells = [row.ms, row.cpuMs].map((value) => value.toFixed(1).padStart(9)).join('');
      const goal = row.goal === null ? '' : `<= ${row.goal}`;
      console.log(
        `${row.name.padEnd(34)}${cells}${String(row.mib).padStart(6)}  ${row.ratio.toFixed(2).padStart(6)} ${goal.padStart(9)}`,
      );
    }
  }
}
