import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, installedVersion } from './cache.js';
import type { Tool } from './need.js';

const PACKAGE = 'linux-source-6.1';
const ARCHIVE = `/usr/src/${PACKAGE}.tar.xz`;

/** What `prepareKernelTree` and `mergeFragment` need on the machine. */
export const kernelTools: readonly Tool[] = [
  { path: ARCHIVE, debian: PACKAGE },
  { command: 'tar', debian: 'tar' },
  { command: 'xz', debian: 'xz-utils' },
  { command: 'make', debian: 'make' },
  { command: 'gcc', debian: 'gcc' },
  { command: 'ld', debian: 'binutils' },
  { command: 'flex', debian: 'flex' },
  { command: 'bison', debian: 'bison' },
];

/** All that the kernel's kconfig reads; no driver source. */
const WANTED = ['Makefile', 'scripts/*', '*Kconfig*', 'arch/*/Makefile*', 'arch/*/configs/*'];

/** Part of the cache's key: raise it when the preparation below changes. */
const RECIPE = 2;

/**
 * Says yes to every question whether a flag or an instruction is known. Kconfig asks the host's compiler about the
 * flags of other architectures; a cross compiler would know them. Questions for its name and version go to the host's.
 */
const COMPILER = `#!/bin/sh
case " $* " in
*" -E "* | *" --version "* | *"-Wa,--version"* | *" -print-file-name="*) exec gcc "$@" ;;
esac
exit 0
`;

/**
 * The Kconfig files of Debian's Linux 6.1 with its own `conf` (built once) and a stand-in compiler. Returns the
 * folder of the tree, in the cache, keyed by the version of the package. About 15 s the first time.
 */
export function prepareKernelTree(): string {
  const folder = cached(`${PACKAGE}_${installedVersion(PACKAGE)}_${RECIPE}`, (draft) => {
    const patterns = WANTED.map((pattern) => `${PACKAGE}/${pattern}`);
    execFileSync('tar', ['-C', draft, '-xJf', ARCHIVE, '--wildcards', ...patterns]);
    const tree = join(draft, PACKAGE);
    const build = join(draft, 'build');
    execFileSync('make', ['-s', '-C', tree, `O=${build}`, 'ARCH=x86_64', 'defconfig'], { stdio: 'pipe' });
    copyFileSync(join(build, 'scripts/kconfig/conf'), join(tree, 'scripts/kconfig/conf'));
    rmSync(build, { recursive: true });
    const compiler = join(tree, 'scripts/any-compiler');
    writeFileSync(compiler, COMPILER);
    chmodSync(compiler, 0o755);
    answerFlagsAtOnce(join(tree, 'scripts/Kconfig.include'));
  });
  return join(folder, PACKAGE);
}

/** The same yes for the macros that ask about one flag, without three processes each: a third of the time. */
function answerFlagsAtOnce(macros: string): void {
  const text = readFileSync(macros, 'utf8');
  writeFileSync(macros, text.replace(/^(cc-option|ld-option|as-instr) = .*$/gm, '$1 = y'));
}

/** A symbol's definition in the Kconfig files. */
export interface Definition {
  readonly symbol: string;
  /** Relative to the tree. */
  readonly file: string;
  readonly line: number;
  readonly type: 'bool' | 'tristate' | 'int' | 'other';
  /** Whether it has a prompt: without one a fragment cannot set it. */
  readonly prompt: boolean;
}

/** Every definition of every symbol; the same symbol may have one per architecture. */
export function definitions(tree: string): Map<string, Definition[]> {
  const found = new Map<string, Definition[]>();
  const files = readdirSync(tree, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter(
    (name) => /(^|\/)Kconfig[^/]*$/.test(name) && !name.startsWith('scripts/'),
  )) {
    const lines = readFileSync(join(tree, file), 'utf8').split('\n');
    for (const [index, line] of lines.entries()) {
      const symbol = /^\s*(?:menu)?config\s+(\w+)\s*$/.exec(line)?.[1];
      if (symbol === undefined) continue;
      const head = attributes(lines, index + 1);
      const definition = { symbol, file, line: index + 1, type: typeOf(head), prompt: hasPrompt(head) };
      found.set(symbol, [...(found.get(symbol) ?? []), definition]);
    }
  }
  return found;
}

/** The lines between `config X` and its help, or the next entry. */
function attributes(lines: readonly string[], from: number): string[] {
  const end = lines.findIndex(
    (line, index) =>
      index >= from &&
      /^\s*(help|config|menuconfig|choice|endchoice|menu|endmenu|if|endif|source|comment)\b/.test(line),
  );
  return lines.slice(from, end === -1 ? undefined : end);
}

function typeOf(head: readonly string[]): Definition['type'] {
  const word = head.map((line) => /^\s*(?:def_)?(bool|tristate|int)\b/.exec(line)?.[1]).find(Boolean);
  return word === 'bool' || word === 'tristate' || word === 'int' ? word : 'other';
}

function hasPrompt(head: readonly string[]): boolean {
  return head.some((line) => /^\s*(?:bool|tristate|int|prompt)\s+["']/.test(line));
}

/** The tree's own version: `6.1.192`. */
export function treeVersion(tree: string): string {
  const text = readFileSync(join(tree, 'Makefile'), 'utf8');
  const part = (name: string) => new RegExp(`^${name} = (\\d+)$`, 'm').exec(text)?.[1] ?? '0';
  return [part('VERSION'), part('PATCHLEVEL'), part('SUBLEVEL')].join('.');
}
