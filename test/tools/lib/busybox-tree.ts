import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { cached } from './cache.js';
import { readConfig } from './dot-config.js';
import type { Tool } from './need.js';

/** What `prepareBusyboxTree` needs on the machine, besides a Debian mirror the first time. */
export const busyboxTools: readonly Tool[] = [
  { command: 'apt-get', debian: 'apt' },
  { command: 'dpkg-source', debian: 'dpkg-dev' },
  { command: 'make', debian: 'make' },
  { command: 'gcc', debian: 'gcc' },
];

/**
 * Debian's BusyBox sources with their own `conf`, built once, and the two starting points `allnoconfig` and
 * `defconfig`. Returns the folder of the tree, in the cache, keyed by the version of the package. About 10 s the first
 * time; throws when no mirror can be reached then.
 */
export function prepareBusyboxTree(): string {
  const folder = cached(`busybox_${candidateVersion('busybox')}`, (draft) => {
    const tree = join(draft, 'source');
    renameSync(fetchSource('busybox', draft), tree);
    for (const start of ['allnoconfig', 'defconfig']) {
      execFileSync('make', ['-s', '-C', tree, start], { stdio: ['ignore', 'pipe', 'pipe'] });
      copyFileSync(join(tree, '.config'), join(tree, `start.${start}`));
    }
    rmSync(join(tree, '.config'));
  });
  return join(folder, 'source');
}

/** The version of a package that apt would install. */
export function candidateVersion(name: string): string {
  const policy = execFileSync('apt-cache', ['policy', name], { encoding: 'utf8', env: inEnglish() });
  const version = /Candidate: (\S+)/.exec(policy)?.[1];
  if (version === undefined || version === '(none)') throw new Error(`apt knows no package ${name}`);
  return version.replace(':', '_');
}

/**
 * Unpacks a Debian source package and returns its folder. The machine's own list of mirrors is used, with `deb` turned
 * into `deb-src` in a copy: the machine's apt stays as it is.
 */
export function fetchSource(name: string, draft: string): string {
  const parts = join(draft, 'sources');
  const lists = join(draft, 'lists');
  const cache = join(draft, 'cache');
  for (const folder of [parts, join(lists, 'partial'), join(cache, 'archives/partial')]) {
    mkdirSync(folder, { recursive: true });
  }
  copySources(parts);
  const options = [`Dir::Etc::sourceparts=${parts}`, `Dir::State::lists=${lists}`, `Dir::Cache=${cache}`];
  const settings = ['Dir::Etc::sourcelist=/dev/null', 'APT::Sandbox::User=', ...options].flatMap((o) => [
    '-o',
    o,
  ]);
  const run = { cwd: draft, env: inEnglish(), stdio: 'pipe' } as const;
  // One mirror of several that has no sources must not stop us: what matters is whether the package comes.
  try {
    execFileSync('apt-get', [...settings, '-qq', 'update'], run);
  } catch {}
  execFileSync('apt-get', [...settings, '-qq', 'source', name], run);
  const unpacked = readdirSync(draft).find((entry) => entry.startsWith(`${name}-`));
  if (unpacked === undefined) throw new Error(`apt-get source ${name} unpacked nothing`);
  return join(draft, unpacked);
}

function copySources(parts: string): void {
  const folder = '/etc/apt/sources.list.d';
  const lists = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  for (const [index, file] of ['/etc/apt/sources.list', ...lists].entries()) {
    const extension = /\.(list|sources)$/.exec(file)?.[1];
    if (extension === undefined || !existsSync(file)) continue;
    const text = readFileSync(file, 'utf8').replace(/^Types:.*$/gm, 'Types: deb-src');
    writeFileSync(join(parts, `${index}.${extension}`), text.replace(/^deb(?=\s)/gm, 'deb-src'));
  }
}

/** A merge as Buildroot does it: a starting point, then the fragment, then the defaults. */
export interface BusyboxMerge {
  /** From `prepareBusyboxTree`. */
  readonly tree: string;
  readonly start: 'allnoconfig' | 'defconfig';
  readonly fragmentText: string;
}

/** The final configuration after BusyBox's own `conf`: symbol -> value, as `mergeFragment` gives it for the kernel. */
export function mergeBusyboxFragment({ tree, start, fragmentText }: BusyboxMerge): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'wdgen-busybox-'));
  try {
    const base = readFileSync(join(tree, `start.${start}`), 'utf8');
    writeFileSync(join(folder, '.config'), replaced(base, fragmentText));
    const run = {
      cwd: folder,
      env: { ...inEnglish(), srctree: tree },
      stdio: 'pipe',
      shell: '/bin/sh',
    } as const;
    execFileSync(`yes '' | '${join(tree, 'scripts/kconfig/conf')}' -o Config.in`, run);
    return readConfig(readFileSync(join(folder, '.config'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The base without the symbols that the fragment names, then the fragment: what merge_config.sh does. */
function replaced(base: string, fragment: string): string {
  const symbolOf = (line: string) => /^(?:# )?(CONFIG_\w+)(?:=| is not set)/.exec(line)?.[1];
  const named = new Set(fragment.split('\n').map(symbolOf));
  const kept = base.split('\n').filter((line) => {
    const symbol = symbolOf(line);
    return symbol === undefined || !named.has(symbol);
  });
  return [...kept, fragment, ''].join('\n');
}

function inEnglish(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C' };
}
