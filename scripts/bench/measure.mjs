// Runs commands interleaved and takes medians: wall time, processor time and memory of the whole process tree.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Reports what a child and its children took; stdout and stderr of the command are read and dropped. */
const WRAPPER = `
import os, resource, subprocess, sys, time
start = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE).returncode
took = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(status, took * 1000, (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss // 1024)
`;

/** Each row is measured once per round, in a new order each time; the first `warmUp` rounds are dropped. */
export function times(rows, rounds, warmUp = 2) {
  const found = new Map(rows.map((row) => [row, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const row of shuffled(rows)) {
      row.before?.();
      const measured = timed(row);
      if (round >= 0) found.get(row).push(measured);
    }
  }
  return found;
}

function timed({ name, command, exits = [0] }) {
  const { stdout } = spawnSync('/usr/bin/python3', ['-c', WRAPPER, ...command()], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  const [status, ms, cpuMs, mib] = stdout.trim().split(' ').map(Number);
  if (!exits.includes(status)) throw new Error(`${name} ended with ${status}: ${command().join(' ')}`);
  return { ms, cpuMs, mib };
}

/** Medians and their ratios to a base row. */
export function table(title, measured, base) {
  const rows = [...measured].map(([{ name, goal }, runs]) => {
    const median = (key) => sortedMedian(runs.map((run) => run[key]));
    return { name, goal: goal ?? null, ms: median('ms'), cpuMs: median('cpuMs'), mib: median('mib') };
  });
  const floor = rows.find(({ name }) => name === base)?.ms ?? 1;
  return { title, base, rows: rows.map((row) => ({ ...row, ratio: row.ms / floor })) };
}

function sortedMedian(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function shuffled(list) {
  return list
    .map((item) => [Math.random(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}
