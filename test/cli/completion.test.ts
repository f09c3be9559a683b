import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { Command, Option } from 'commander';
import type { Test } from 'tap';
import t from 'tap';
import { completionScript, type Shell } from '../../src/cli/completion.js';
import { createProgram } from '../../src/cli/program.js';
import { need } from '../tools/lib/need.js';

/** Target names as a damaged or hostile wdgen could print them: no shell may expand them. */
const NAMES = ['rock64', 'rpi4', '$(touch canary)', 'r;touch canary', '`touch canary`'];

/** A folder with a script, a stand-in for wdgen that notes its arguments, and some files to complete. */
function lab(t: Test, shell: Shell, program: Command) {
  const folder = t.testdir({ 'my spec.toml': '', 'other.toml': '', trees: { inner: {} } });
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const script = join(folder, `script.${shell}`);
  writeFileSync(script, completionScript(shell, program));
  const wdgen = join(bin, 'wdgen');
  writeFileSync(join(folder, 'names'), NAMES.map((name) => `${name}\n`).join(''));
  writeFileSync(wdgen, '#!/bin/sh\ncd "$LAB" || exit\nprintf "%s\\n" "$*" >calls\ncat names\n');
  chmodSync(wdgen, 0o755);
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env['PATH']}`,
    LAB: folder,
    HOME: folder,
    script,
    TERM: 'dumb',
  };
  const run = (command: string, args: readonly string[]): string =>
    execFileSync(command, args, {
      cwd: folder,
      env,
      encoding: 'utf8',
      timeout: 20_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const calls = (): string => readFileSync(join(folder, 'calls'), 'utf8').trim();
  return { folder, run, calls };
}

const table = () => createProgram(() => {});

/** Descriptions and choices full of what shells and their completion systems give a meaning to. */
function nasty(): Command {
  const program = new Command('wdgen').helpCommand(true);
  const text = `it's [a: "b"] \\ $HOME \`id\` %s {x,y} ~ * ; & | <f> (z) #`;
  program
    .command('do <shell>')
    .summary(text)
    .addOption(new Option('-w, --what <thing>', text).choices(["it's", 'a b', '$(touch canary)', 'plain']))
    .addOption(new Option('--into <DIR>', text))
    .addOption(new Option('--from <spec-file>', text));
  program.command('hidden', { hidden: true });
  return program;
}

t.test('bash', async (t) => {
  if (!need(t, [{ command: 'bash', debian: 'bash' }])) return;
  const { folder, run, calls } = lab(t, 'bash', table());
  const complete = (...words: string[]): string[] => {
    const program =
      'source "$script"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _wdgen; printf "%s\\n" "${COMPREPLY[@]}"';
    const said = run('bash', ['--norc', '-c', program, 'bash', 'wdgen', ...words]);
    return said.split('\n').filter((line) => line !== '');
  };
  run('bash', ['-n', join(folder, 'script.bash')]);

  t.strictSame(complete('gen'), ['generate'], 'commands');
  t.strictSame(complete('--v'), ['--version']);
  t.notOk(
    complete('').some((word) => word.startsWith('__')),
    'hidden commands stay hidden',
  );
  t.ok(complete('').includes('check') && complete('').includes('help'));
  t.strictSame(complete('help', 'st'), ['status'], 'help takes commands');
  t.strictSame(complete('generate', '--d'), ['--dry-run', '--depfile'], 'options');
  t.strictSame(complete('check', '--force'), [], 'only those of the command');
  t.ok(complete('check', '--strict', '').includes('--tools'), 'a flag takes nothing');
  t.strictSame(complete('check', '--format', ''), ['human', 'json', 'github', 'sarif'], 'choices');
  t.strictSame(complete('check', '--format', 'g'), ['github']);
  t.strictSame(complete('check', '--format', '='), ['human', 'json', 'github', 'sarif'], '--format=');
  t.strictSame(complete('check', '--format', '=', 's'), ['sarif'], '--format=s');
  t.strictSame(complete('status', '--format', 's'), [], "choices of another command's option");
  t.strictSame(complete('init', '--name', 'r'), [], 'free text');
  t.strictSame(complete('check', '--spec', 'o'), ['other.toml'], 'files');
  t.strictSame(complete('check', '--spec', 'my'), ['my spec.toml'], 'a name with a blank stays one word');
  t.strictSame(complete('generate', '--out', 't'), ['trees'], 'folders');
  t.strictSame(complete('generate', '--out', 'o'), [], 'and no files');

  t.strictSame(complete('generate', '--target', 'ro'), ['rock64'], 'targets');
  t.equal(calls(), '__targets');
  t.strictSame(complete('generate', '--target', ''), NAMES);
  t.strictSame(complete('generate', '--spec', 'my spec.toml', '--target', '=', 'rp'), ['rpi4']);
  t.equal(calls(), '__targets --spec my spec.toml');
  complete('generate', '--spec', '=', 'other.toml', '--target', '');
  t.equal(calls(), '__targets --spec other.toml');
  complete('generate', '--spec', '~/other.toml', '--target', '');
  t.equal(calls(), `__targets --spec ${folder}/other.toml`);
  t.notOk(existsSync(join(folder, 'canary')), 'no name was run');
  t.match(run('bash', ['--norc', '-c', 'source "$script"; complete -p wdgen']), 'complete -F _wdgen wdgen');
});

t.test('bash with a name that is anything but plain', async (t) => {
  if (!need(t, [{ command: 'bash', debian: 'bash' }])) return;
  const { folder, run } = lab(t, 'bash', nasty());
  const program =
    'source "$script"; COMP_WORDS=(wdgen do -w ""); COMP_CWORD=3; _wdgen; printf "%s\\n" "${COMPREPLY[@]}"';
  t.equal(run('bash', ['--norc', '-c', program]), "it's\na b\n$(touch canary)\nplain\n");
  t.notOk(existsSync(join(folder, 'canary')));
});

t.test('zsh', async (t) => {
  if (!need(t, [{ command: 'zsh', debian: 'zsh' }])) return;
  const { folder, run, calls } = lab(t, 'zsh', table());
  run('zsh', ['-n', join(folder, 'script.zsh')]);
  // A real line editor in a pseudo terminal. It says READY when it takes keys; the widget on ^X^D prints the line as
  // completion left it.
  writeFileSync(
    join(folder, '.zshrc'),
    [
      'PS1= PS2=',
      'autoload -Uz compinit',
      'compinit -u -D',
      'source "$script"',
      'show() { print -r -- "<<$BUFFER>>" }',
      'zle -N show',
      'bindkey -e',
      'bindkey "^I" complete-word',
      'bindkey "^X^D" show',
      'zle-line-init() { print -r -- READY }',
      'zle -N zle-line-init',
    ].join('\n'),
  );
  const driver = `
    zmodload zsh/zpty
    zpty shell ZDOTDIR=$LAB zsh -d -i
    zpty -r -m shell said '*READY*'
    zpty -w -n shell "$1"$'\\t\\x18\\x04'
    zpty -r -m shell said '*<<*>>*'
    print -r -- \${\${said##*<<}%%>>*}
    zpty -d shell`;
  const complete = (line: string): string => run('zsh', ['-f', '-c', driver, 'zsh', line]).trim();
  t.equal(complete('wdgen gen'), 'wdgen generate', 'commands');
  t.equal(complete('wdgen generate --dr'), 'wdgen generate --dry-run', 'options');
  t.equal(complete('wdgen check --format gi'), 'wdgen check --format github', 'choices');
  t.equal(complete('wdgen check --format=gi'), 'wdgen check --format=github');
  t.equal(complete('wdgen check --spec oth'), 'wdgen check --spec other.toml', 'files');
  t.equal(complete('wdgen generate --out tre'), 'wdgen generate --out trees/', 'folders');
  t.equal(complete('wdgen generate --target roc'), 'wdgen generate --target rock64', 'targets');
  t.equal(calls(), '__targets');
  t.equal(
    complete('wdgen generate --spec my\\ spec.toml --target rp'),
    'wdgen generate --spec my\\ spec.toml --target rpi4',
  );
  t.equal(calls(), '__targets --spec my spec.toml');
  complete('wdgen generate --spec ~/other.toml --target rp');
  t.equal(calls(), `__targets --spec ${folder}/other.toml`);
  t.notOk(existsSync(join(folder, 'canary')));
});

t.test('zsh with descriptions that are anything but plain', async (t) => {
  if (!need(t, [{ command: 'zsh', debian: 'zsh' }])) return;
  const { folder, run } = lab(t, 'zsh', nasty());
  run('zsh', ['-n', join(folder, 'script.zsh')]);
  t.pass('parsed');
});

t.test('fish', async (t) => {
  if (!need(t, [{ command: 'fish', debian: 'fish' }])) return;
  const { folder, run, calls } = lab(t, 'fish', table());
  run('fish', ['-n', join(folder, 'script.fish')]);
  const complete = (line: string): string[] => {
    const said = run('fish', ['--no-config', '-c', 'source $script; complete -C $argv[1]', line]);
    return said
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => text.split('\t')[0] ?? '');
  };
  t.strictSame(complete('wdgen gen'), ['generate'], 'commands');
  t.strictSame(complete('wdgen generate --dr'), ['--dry-run'], 'options');
  t.strictSame(complete('wdgen help st'), ['status']);
  t.strictSame(complete('wdgen check --format gi'), ['github'], 'choices');
  t.strictSame(complete('wdgen check --format=gi'), ['--format=github']);
  t.strictSame(complete('wdgen check --spec oth'), ['other.toml'], 'files');
  t.strictSame(complete('wdgen generate --out tre'), ['trees/'], 'folders');
  t.strictSame(complete('wdgen status oth'), [], 'no files where none belong');
  t.strictSame(complete('wdgen generate --target ro'), ['rock64'], 'targets');
  t.equal(calls(), '__targets');
  t.strictSame(complete('wdgen generate --spec other.toml --target rp'), ['rpi4']);
  t.equal(calls(), '__targets --spec other.toml');
  t.strictSame(complete('wdgen generate --spec=other.toml --target rp'), ['rpi4']);
  t.equal(calls(), '__targets --spec=other.toml');
  t.notOk(existsSync(join(folder, 'canary')));
});

t.test('fish with descriptions that are anything but plain', async (t) => {
  if (!need(t, [{ command: 'fish', debian: 'fish' }])) return;
  const { folder, run } = lab(t, 'fish', nasty());
  run('fish', ['-n', join(folder, 'script.fish')]);
  const said = run('fish', [
    '--no-config',
    '-c',
    'source $script; complete -C "wdgen do --wha"; complete -C "wdgen do --what p"',
  ]);
  t.match(said, `--what\tit's [a: "b"] \\ $HOME \`id\` %s`);
  t.match(said, /^plain\t/m);
  t.notOk(existsSync(join(folder, 'canary')));
});

t.test('scripts follow the table', async (t) => {
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    const script = completionScript(shell, table());
    for (const command of table().commands) {
      const hidden = command.name().startsWith('__');
      t.equal(
        new RegExp(`\\b${command.name()}\\b`).test(script.replaceAll('wdgen __targets', '')),
        !hidden,
        `${shell} ${command.name()}`,
      );
    }
    t.equal(completionScript(shell, table()), script, 'the same every time');
  }
});
