// generate and check reach for nothing: no network, no other program, and only these variables of the environment.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t from 'tap';
import { figure } from '../lib/figures.js';
import { root, wdgen } from '../lib/wdgen.js';
import { need } from '../tools/lib/need.js';

const bin = join(root, 'bin', 'wdgen.cjs');

const COMMANDS = [
  ['generate'],
  ['generate', '--check'],
  ['generate', '--dry-run', '--target', 'rock64'],
  ['check'],
  ['check', '--strict', '--format', 'sarif'],
  ['status'],
  ['coverage'],
  ['timeline', '--enabled'],
  ['explain', 'rock64.watchdog.runtime'],
  ['explain', 'WD1006'],
  ['schema'],
  ['attest'],
  ['init', '--list-boards'],
  ['completion', 'bash'],
];

/** What wdgen itself may ask the environment for, and what for. */
const VARIABLES: Readonly<Record<string, string>> = {
  NO_COLOR: 'no colours',
  SOURCE_DATE_EPOCH: 'the time that `status` counts the age of evidence from',
  WDGEN_RECEIPTS: 'off: `generate` does not remember its runs',
  XDG_CACHE_HOME: 'where it remembers them',
  TERM: 'whether the terminal can show colours',
  FORCE_COLOR: 'commander: colours in the help',
  CLICOLOR_FORCE: 'commander: colours in the help',
};

t.test('no socket and no program is opened, and there is no network to miss', async (t) => {
  const tools = [
    { command: 'strace', debian: 'strace' },
    { command: 'unshare', debian: 'util-linux' },
  ];
  if (!need(t, tools)) return;
  const folder = t.testdir({});
  cpSync(join(root, 'examples', 'watchdog.toml'), join(folder, 'watchdog.toml'));
  t.equal(wdgen(['generate'], folder).exit, 0);
  const alone = process.getuid?.() === 0 ? ['unshare', '-n'] : [];
  const log = join(folder, 'trace.log');
  // Node asks of what kind its three streams are (getsockname); that opens nothing.
  const talk = 'socket,socketpair,connect,bind,listen,accept,accept4,sendto,sendmsg,recvfrom,recvmsg';
  const trace = `trace=${talk},execve,execveat,fork,vfork`;
  let held = 0;
  for (const args of COMMANDS) {
    const command = [...alone, 'strace', '-f', '-o', log, '-e', trace, process.execPath, bin, ...args];
    const ended = spawnSync('env', ['-u', 'NODE_OPTIONS', ...command], { cwd: folder, encoding: 'utf8' });
    const calls = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => /^\d+ +\w+\(/.test(line));
    const [first = '', ...others] = calls;
    t.ok([0, 1].includes(ended.status ?? -1), `${args.join(' ')}\n${ended.stderr}`);
    t.match(first, /execve\(/, 'its own start');
    t.strictSame(others, [], args.join(' '));
    if (others.length === 0) held++;
  }
  figure(47, { part: 'commands without a socket, a child or a network', cases: COMMANDS.length, held });
});

/** Loaded before the command: tells every variable that its own code asks for. Node's own are Node's. */
const WATCH = `
const asked = new Set();
const real = process.env;
const own = () => new Error().stack.includes('/dist/');
Object.defineProperty(process, 'env', { value: new Proxy(real, {
  get: (target, name) => { if (typeof name === 'string' && own()) asked.add(name); return target[name]; },
  has: (target, name) => { if (own()) asked.add(name); return name in target; },
  ownKeys: (target) => { if (own()) asked.add('*'); return Reflect.ownKeys(target); },
}) });
process.on('exit', () => require('fs').appendFileSync(real.ASKED, [...asked].map((name) => name + '\\n').join('')));
`;

t.test('the environment is asked for a short list', async (t) => {
  const folder = t.testdir({ 'watch.cjs': WATCH });
  cpSync(join(root, 'examples', 'watchdog.toml'), join(folder, 'watchdog.toml'));
  const asked = join(folder, 'asked');
  writeFileSync(asked, '');
  for (const args of [...COMMANDS, ['--help'], ['generate', '--color', 'always']]) {
    const env = { PATH: process.env['PATH'] ?? '', ASKED: asked };
    const command = [process.execPath, '--require', join(folder, 'watch.cjs'), bin, ...args];
    spawnSync('env', ['-u', 'NODE_OPTIONS', ...command], { cwd: folder, env });
  }
  const names = [...new Set(readFileSync(asked, 'utf8').split('\n'))].filter((name) => name !== '').sort();
  t.ok(names.length > 0, 'it watches');
  const odd = names.filter((name) => !Object.hasOwn(VARIABLES, name));
  t.strictSame(odd, [], 'nothing else');
  figure(47, {
    part: 'variables of the environment that commands ask for',
    cases: names.length,
    held: names.length - odd.length,
  });
});

t.test('a secret of the environment is in no output', async (t) => {
  const folder = t.testdir({});
  cpSync(join(root, 'examples', 'watchdog.toml'), join(folder, 'watchdog.toml'));
  const secret = 'Xk3-SECRET-9b1';
  for (const args of COMMANDS) {
    const { stdout, stderr } = wdgen(args, folder, { TOKEN: secret, HOME: `/home/${secret}`, USER: secret });
    t.notMatch(stdout + stderr, secret, args.join(' '));
  }
  const found = spawnSync('grep', ['-r', secret, join(folder, 'generated')], { encoding: 'utf8' });
  t.equal(found.stdout, '');
  execFileSync('test', ['-s', join(folder, 'generated/rock64/manifest.json')]);
});
