// The external tree of buildroot/ in a stand-in for Buildroot: kconfiglib reads its Config.in, GNU make runs its rules.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { root } from '../../lib/wdgen.js';

const standIn = fileURLToPath(new URL('stand-in-buildroot', import.meta.url));
export const external = join(root, 'buildroot');

export const kconfigTools = [
  { path: '/usr/lib/python3/dist-packages/kconfiglib.py', debian: 'python3-kconfiglib' },
];

const SCRIPT = `import json, sys, kconfiglib
k = kconfiglib.Kconfig("Config.in", warn_to_stderr=False)
for name, value in json.loads(sys.argv[1]).items():
    k.syms[name].set_value(value)
helps = [s.name for s in k.syms.values() if any(n.prompt and not n.help for n in s.nodes) and "WDGEN" in s.name]
print(json.dumps({"values": {s.name: s.str_value for s in k.syms.values() if s.nodes and s.visibility or s.str_value not in ("n", "")},
  "warnings": k.warnings, "helps": helps}))`;

/** The symbols that have a value, or could be given one, after some were set: what a menu would show. */
export function configure(settings: Readonly<Record<string, string>>): {
  readonly values: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
} {
  // Buildroot's own kconfig knows no macros: a $(NAME) in a default stays as it is.
  const env = { BR2_EXTERNAL_WDGEN_PATH: external, WDGEN_TREE: '$(WDGEN_TREE)', CONFIG_: '' };
  const args = ['-c', SCRIPT, JSON.stringify(settings)];
  const output = execFileSync('/usr/bin/python3', args, { cwd: standIn, env, encoding: 'utf8' });
  return JSON.parse(output);
}

/** Prepares an output folder: .config, and a kconfig merger at the place where Buildroot has its own. */
export function prepareOutput(
  folder: string,
  config: Readonly<Record<string, string>>,
  merger: string,
): void {
  mkdirSync(join(folder, 'support/kconfig'), { recursive: true });
  symlinkSync(merger, join(folder, 'support/kconfig/merge_config.sh'));
  const lines = Object.entries({ BR2_PACKAGE_WDGEN_WATCHDOG: 'y', ...config });
  writeFileSync(join(folder, '.config'), lines.map(([name, value]) => `${name}=${value}\n`).join(''));
}

/** Runs make there, in Buildroot's top folder as the recipes expect it. */
export function make(folder: string, targets: readonly string[]) {
  const args = ['--no-print-directory', '-f', join(standIn, 'Makefile'), `O=${folder}`];
  const env = { PATH: process.env['PATH'] ?? '', BR2_EXTERNAL_WDGEN_PATH: external, LC_ALL: 'C' };
  return spawnSync('make', [...args, ...targets], { cwd: folder, env, encoding: 'utf8' });
}
