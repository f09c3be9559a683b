import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './readers.js';
import { PLAIN_CGROUPS } from './systemd.js';

const NOBODY = 65_534;

/** What systemd has understood of a unit, line for line: `Description`, `Environment`, `Command Line`, .. */
export type UnitDump = readonly string[];

/**
 * Loads services with `systemd --test --user` and returns its dump of each, by name. Runs as another uid when root,
 * because systemd refuses a user manager of root's here.
 */
export function dumpUnits(folder: string, services: Readonly<Record<string, string>>): Map<string, UnitDump> {
  const units = join(folder, 'units');
  const runtime = join(folder, 'runtime');
  for (const path of [units, runtime]) mkdirSync(path);
  chmodSync(folder, 0o755);
  const names = Object.keys(services);
  for (const [name, text] of Object.entries(services)) writeFileSync(join(units, name), text);
  const wants = names.map((name) => `Wants=${name}\n`).join('');
  writeFileSync(join(units, 'all.target'), `[Unit]\nDefaultDependencies=no\n${wants}`);
  const env = { XDG_RUNTIME_DIR: runtime, SYSTEMD_UNIT_PATH: units, SYSTEMD_LOG_LEVEL: 'err' };
  const systemd = ['/usr/lib/systemd/systemd', '--test', '--user', '--unit=all.target'];
  const root = process.getuid?.() === 0;
  if (root) chownSync(runtime, NOBODY, NOBODY);
  const as = root
    ? [...PLAIN_CGROUPS, 'setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...systemd]
    : systemd;
  const output = run(folder, as[0] ?? '', as.slice(1), env);
  return new Map(
    output
      .split('\t-> Unit ')
      .map((part) => part.split('\n'))
      .map((lines) => [(lines[0] ?? '').replace(/:$/, ''), lines.slice(1)]),
  );
}

/** The value of `label` in a dump, when it stands on one line. */
export function dumped(dump: UnitDump, label: string): string | undefined {
  const line = dump.find((text) => text.trimStart().startsWith(`${label}: `));
  return line?.replace(/^\t+/, '').slice(label.length + 2);
}

/**
 * The arguments of a `Command Line:` as systemd prints them (its shell_maybe_quote; only ASCII blanks part them), with `$$` undone as at the start
 * of the program. A lone `$` would be a variable and is an error.
 */
export function commandWords(line: string): readonly string[] {
  const words = line.match(/"(?:[^"\\]|\\.)*"|[^ "]+/g) ?? [];
  return words.map((word) => {
    const text = word.startsWith('"') ? undoEscapes(word.slice(1, -1)) : word;
    if (/\$/.test(text.replaceAll('$$', ''))) throw new Error(`a variable would be expanded in ${line}`);
    return text.replaceAll('$$', '$');
  });
}

const NAMED: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

function undoEscapes(text: string): string {
  const bytes: number[] = [];
  for (const part of text.match(/\\x[0-9a-f]{2}|\\[0-7]{3}|\\.|[^\\]+/g) ?? []) {
    if (/^\\x/.test(part)) bytes.push(Number.parseInt(part.slice(2), 16));
    else if (/^\\[0-7]{3}/.test(part)) bytes.push(Number.parseInt(part.slice(1), 8));
    else bytes.push(...Buffer.from(part.startsWith('\\') ? (NAMED[part.slice(1)] ?? part.slice(1)) : part));
  }
  return Buffer.from(bytes).toString('utf8');
}
