import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs a real parser in `folder`; its standard output. Throws with what it complained about. */
export function run(
  folder: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): string {
  const result = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', HOME: folder, ...env },
    maxBuffer: 64 << 20,
  });
  if (result.status === 0) return result.stdout;
  throw new Error(`${command}: ${result.error ?? result.status}: ${result.stderr.slice(0, 2000)}`);
}

/** What stands between NULs, each ended by one. */
export function splitNul(output: string): readonly string[] {
  return output.split('\0').slice(0, -1);
}

/** A file in `folder`; its path. */
export function put(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Evaluates a Nix expression with a store and state of its own. */
export function readNix(folder: string, expression: string): unknown {
  const file = put(folder, 'value.nix', expression);
  const nix = { NIX_STATE_DIR: 'state', NIX_STORE_DIR: 'store', NIX_LOG_DIR: 'log', NIX_CONF_DIR: 'conf' };
  const env = Object.fromEntries(Object.entries(nix).map(([name, value]) => [name, join(folder, value)]));
  return JSON.parse(run(folder, 'nix-instantiate', ['--eval', '--strict', '--json', file], env));
}

/** Texts through libconfuse, the library that watchdogd reads its configuration with. */
export function readLibconfuse(folder: string, body: string): readonly string[] {
  const source = `#include <confuse.h>
#include <stdio.h>
int main(void) {
  cfg_opt_t opts[] = { CFG_STR_LIST("v", 0, CFGF_NONE), CFG_END() };
  cfg_t *cfg = cfg_init(opts, CFGF_NONE);
  if (cfg_parse(cfg, "value.conf") != CFG_SUCCESS) return 1;
  for (unsigned i = 0; i < cfg_size(cfg, "v"); i++) { fputs(cfg_getnstr(cfg, "v", i), stdout); putchar(0); }
  return 0;
}
`;
  put(folder, 'read.c', source);
  run(folder, 'gcc', ['-o', 'read', 'read.c', '-lconfuse']);
  put(folder, 'value.conf', body);
  return splitNul(run(folder, join(folder, 'read'), []));
}

/** One `NAME=value` file through mkenvimage and read back by libubootenv's fw_printenv. */
export function readUbootEnv(folder: string, lines: string): Readonly<Record<string, string>> {
  put(folder, 'env.txt', lines);
  run(folder, 'mkenvimage', ['-s', '0x100000', '-o', 'env.bin', 'env.txt']);
  put(folder, 'fw_env.config', `${join(folder, 'env.bin')} 0x0 0x100000\n`);
  const output = run(folder, 'fw_printenv', ['-c', 'fw_env.config']);
  return Object.fromEntries(
    output.split('\n').map((line) => [line.split('=')[0], line.replace(/^[^=]*=/, '')]),
  );
}

/** String settings of a Kconfig fragment, and the flag `FLAG`, as kconfiglib understands them, by symbol. */
export function readKconfig(
  folder: string,
  symbols: readonly string[],
  fragment: string,
): Record<string, string> {
  const declarations = symbols.map((name) => `config ${name}\n\tstring "${name}"\n`).join('\n');
  put(folder, 'Kconfig', `config FLAG\n\tbool "flag"\n\n${declarations}`);
  put(folder, 'fragment', fragment);
  const script = `import json, kconfiglib
k = kconfiglib.Kconfig("Kconfig", warn=False)
k.load_config("fragment")
print(json.dumps({n: s.str_value for n, s in k.syms.items() if s.nodes}))`;
  return JSON.parse(run(folder, '/usr/bin/python3', ['-c', script], { CONFIG_: 'CONFIG_' }));
}

/** The paragraphs of a Markdown text as cmark-gfm sees them: XML without the text, so that only markup is left. */
export function readMarkdown(folder: string, text: string): readonly { markup: string; text: string }[] {
  put(folder, 'text.md', text);
  const extensions = ['table', 'autolink', 'strikethrough', 'tasklist'].flatMap((name) => ['-e', name]);
  const xml = run(folder, 'cmark-gfm', [...extensions, '--to', 'xml', 'text.md']);
  const blocks = xml
    .replace(/^[\s\S]*?<document[^>]*>\n/, '')
    .match(/^ {2}<[\s\S]*?(?=^ {2}<(?!\/)|^<\/document)/gm);
  return (blocks ?? []).map((block) => ({
    markup: [...new Set(block.match(/<[a-z_]+/g) ?? [])].sort().join(' '),
    text: unescapeXml(
      (block.match(/>[^<]*<\//g) ?? [])
        .map((part) => part.slice(1, -2).replace(/^\s+$/, (b) => (b.includes('\n') ? '' : b)))
        .join(''),
    ),
  }));
}

function unescapeXml(text: string): string {
  const names: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
  return text.replace(/&(?:lt|gt|quot|amp);/g, (entity) => names[entity] ?? entity);
}
