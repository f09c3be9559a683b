import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { readConfig } from './dot-config.js';
import { treeVersion } from './kernel-tree.js';

export { busyboxTools, mergeBusyboxFragment, prepareBusyboxTree } from './busybox-tree.js';
export { kernelTools, prepareKernelTree } from './kernel-tree.js';

/** A merge as Buildroot does it: a defconfig, then fragments, later ones winning, then the defaults. */
export interface Merge {
  /** From `prepareKernelTree`. */
  readonly tree: string;
  /** The kernel's name of the architecture (`x86` means x86_64 here). */
  readonly arch: string;
  /** File name in arch/ARCH/configs. */
  readonly defconfig: string;
  /** Lines that choose the machine, merged before the fragment. */
  readonly base?: string;
  readonly fragmentText: string;
}

/**
 * Merges with the kernel's own merge_config.sh and conf, and returns the final configuration: symbol (without
 * `CONFIG_`) -> value as .config has it (`y`, `m`, `60`, `"text"`). A symbol that is off is not in the map. About 1 s.
 */
export function mergeFragment({
  tree,
  arch,
  defconfig,
  base = '',
  fragmentText,
}: Merge): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'wdgen-kconfig-'));
  try {
    const start = join(tree, 'arch', arch, 'configs', defconfig);
    const fragments = [base, fragmentText].map((text, index) => {
      const file = join(folder, `fragment-${index}`);
      writeFileSync(file, text);
      return file;
    });
    const merge = join(tree, 'scripts/kconfig/merge_config.sh');
    const env = kconfigEnvironment(tree, arch);
    const run = { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' } as const;
    execFileSync(merge, ['-m', '-O', folder, start, ...fragments], run);
    const config = join(folder, '.config');
    // Where there is no auto.conf conf makes one, and a file for each symbol, thousands in all, which nobody reads here.
    const merged = {
      ...env,
      KCONFIG_ALLCONFIG: config,
      KCONFIG_CONFIG: 'final',
      KCONFIG_AUTOCONFIG: config,
    };
    execFileSync(join(tree, 'scripts/kconfig/conf'), ['--alldefconfig', 'Kconfig'], { ...run, env: merged });
    return readConfig(readFileSync(join(folder, 'final'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the kernel's Makefile exports to conf. */
function kconfigEnvironment(tree: string, arch: string): NodeJS.ProcessEnv {
  const { CONFIG_: _, KCONFIG_ALLCONFIG: __, ...own } = process.env;
  const tools = { LD: 'ld', NM: 'nm', OBJCOPY: 'objcopy', AR: 'ar', RUSTC: 'rustc', BINDGEN: 'bindgen' };
  return {
    ...own,
    ...tools,
    LC_ALL: 'C',
    PAHOLE: 'pahole',
    ARCH: arch === 'x86' ? 'x86_64' : arch,
    SRCARCH: arch,
    srctree: tree,
    CC: join(tree, 'scripts/any-compiler'),
    CC_VERSION_TEXT: 'any compiler',
    KERNELVERSION: treeVersion(tree),
  };
}
