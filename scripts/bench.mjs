// npm run bench: wdgen against bare Node, in one run, interleaved, as ratios of medians.
//   --rounds N   how many rounds (default 31)      --json   machine-readable
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = join(root, 'bin', 'wdgen.cjs');
const spec = join(root, 'examples', 'watchdog.toml');
const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '31' }, json: { type: 'boolean', default: false } },
});
const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'wdgen-bench-'));

/** Every row is measured once per round, in a new order each time. `fresh` rows get a new output folder each. */
let count = 0;
const generate = (out) => [bin, 'generate', '--spec', spec, '--target', 'rock64', '--out', out];
const settled = join(scratch, 'settled');
const rows = [
  { name: 'node -e 0', args: () => ['-e', '0'] },
  { name: 'wdgen --help', args: () => [bin, '--help'], goal: 1.2 },
  { name: 'wdgen --version', args: () => [bin, '--version'], goal: 1.2 },
  { name: 'one target, fresh', args: () => generate(join(scratch, `fresh-${count++}`)), goal: 1.35 },
  { name: 'one target, nothing to do', args: () => generate(settled), goal: 1.35 },
  { name: 'check, both examples', args: () => [bin, 'check', '--spec', spec, '--out', settled] },
];

function timed(args) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  const took = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return took;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function shuffled(list) {
  return list
    .map((item) => [Math.random(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

try {
  const times = new Map(rows.map(({ name }) => [name, []]));
  for (let round = -2; round < Number(options.rounds); round++) {
    for (const { name, args } of shuffled(rows)) {
      const took = timed(args());
      if (round >= 0) times.get(name).push(took);
    }
  }
  const base = median(times.get('node -e 0'));
  const table = rows.map(({ name, goal }) => {
    const ms = median(times.get(name));
    return { name, ms: Number(ms.toFixed(1)), ratio: Number((ms / base).toFixed(2)), goal: goal ?? null };
  });
  if (options.json)
    console.log(
      JSON.stringify(
        { node: process.version, cpu: cpus()[0]?.model, rounds: Number(options.rounds), table },
        null,
        2,
      ),
    );
  else {
    console.log(
      `${process.version}, ${cpus().length} x ${cpus()[0]?.model}, median of ${options.rounds} interleaved rounds\n`,
    );
    console.log(`${'what'.padEnd(28)}${'ms'.padStart(8)}${'x node'.padStart(9)}${'goal'.padStart(8)}`);
    for (const { name, ms, ratio, goal } of table) {
      console.log(
        `${name.padEnd(28)}${ms.toFixed(1).padStart(8)}${ratio.toFixed(2).padStart(9)}${(goal === null ? '' : `<= ${goal}`).padStart(8)}`,
      );
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
