// Many generated files at once, each by the real parser of its language. Equal texts are read once.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './readers.js';
import { dumpUnits } from './systemd-dump.js';

/** A generated file, and whose it is. */
export interface Written {
  readonly from: string;
  readonly path: string;
  readonly text: string;
}

/** What verifies files of one kind: takes them as paths in a folder, tells which are wrong. */
type Verifier = (folder: string, files: readonly Written[], names: readonly string[]) => readonly string[];

/** Runs a line of sh for each file in one shell; names the files for which it fails. */
const forEach =
  (line: string): Verifier =>
  (folder, _, names) => {
    writeFileSync(join(folder, 'names'), names.map((name) => `${name}\n`).join(''));
    const script = `while read -r f; do ${line} || echo "$f"; done <names`;
    return run(folder, 'sh', ['-c', script])
      .split('\n')
      .filter((name) => name !== '');
  };

/** Each unit has as many commands as lines for one, whatever its texts hold. */
const byCommands: Verifier = (folder, files, names) => {
  const units = Object.fromEntries(
    files.map(({ text }, i) => [
      `u${i}.service`,
      text.replace(/^(After|Wants|Requires|WantedBy|Before|Conflicts|User|WorkingDirectory)=.*\n/gm, ''),
    ]),
  );
  mkdirSync(join(folder, 'dump'));
  const dumps = dumpUnits(join(folder, 'dump'), units);
  return names.filter((_, i) => {
    const wanted = (files[i]?.text.match(/^Exec\w+=./gm) ?? []).length;
    const found = (dumps.get(`u${i}.service`) ?? []).filter((line) => line.includes('Command Line: '));
    return found.length !== wanted;
  });
};

const byNix: Verifier = (folder, _, names) => {
  const nix = ['STATE', 'STORE', 'LOG', 'CONF'].map((name) => [`NIX_${name}_DIR`, join(folder, name)]);
  const env = { ...Object.fromEntries(nix), PATH: process.env['PATH'] };
  const parses = (some: readonly string[]) =>
    spawnSync('nix-instantiate', ['--parse', ...some], { cwd: folder, env, maxBuffer: 1 << 28 }).status === 0;
  return parses(names) ? [] : names.filter((name) => !parses([name]));
};

const KINDS: readonly (readonly [string, (file: Written) => boolean, Verifier])[] = [
  [
    'dash -n',
    ({ text }) => /^#!\/bin\/sh/.test(text),
    forEach('dash -n "$f" 2>/dev/null && busybox ash -n "$f" 2>/dev/null'),
  ],
  // Settings that a script reads: run, in a folder where nothing may appear.
  [
    'dash',
    ({ path }) => /etc\/wdgen\/.*\.conf$/.test(path),
    forEach('env -i dash -c ". ./$f" >/dev/null 2>&1'),
  ],
  [
    'execlineb',
    ({ text }) => /^#!.*execlineb/.test(text),
    forEach('PATH=/nonexistent /usr/bin/execlineb -P "$f" 2>/dev/null; [ $? = 127 ]'),
  ],
  ['nix-instantiate', ({ path }) => path.endsWith('.nix'), byNix],
  ['systemd', ({ path }) => path.endsWith('.service'), byCommands],
];

/** What is wrong, file by file; nothing when every parser is content. `counts` says how many each one read. */
export function verifyFiles(
  folder: string,
  files: readonly Written[],
): { readonly wrong: readonly string[]; readonly counts: Readonly<Record<string, number>> } {
  const counts: Record<string, number> = {};
  const wrong = KINDS.flatMap(([kind, fits, verify], index) => {
    const texts = new Map(files.filter(fits).map((file) => [file.text, file]));
    const own = join(folder, `kind${index}`);
    mkdirSync(own);
    const all = [...texts.values()];
    counts[kind] = all.length;
    const names = all.map((file, i) => {
      writeFileSync(join(own, `f${i}`), file.text);
      return `f${i}`;
    });
    const bad = all.length === 0 ? [] : verify(own, all, names);
    return bad.map((name) => {
      const file = all[Number(name.slice(1))];
      return `${kind}: ${file?.path} of ${file?.from}`;
    });
  });
  const json = files.filter(({ path }) => path.endsWith('.json')).filter(({ text }) => !isJson(text));
  return { wrong: [...wrong, ...json.map(({ path, from }) => `JSON: ${path} of ${from}`)], counts };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What `verifyFiles` needs. */
export const VERIFIERS = [
  { command: 'dash', debian: 'dash' },
  { command: 'busybox', debian: 'busybox-static' },
  { path: '/usr/bin/execlineb', debian: 'execline' },
  { command: 'nix-instantiate', debian: 'nix-bin' },
  { path: '/usr/lib/systemd/systemd', debian: 'systemd' },
] as const;
