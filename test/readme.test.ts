// Every snippet of the README is run, in order, in one folder: what a newcomer types works.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { root, wdgen } from './lib/wdgen.js';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text]) => text ?? '',
  );
}

t.test('the five-minute story runs as written', async (t) => {
  const work = mkdtempSync(join(tmpdir(), 'wdgen-readme-'));
  t.teardown(() => rmSync(work, { recursive: true, force: true }));
  mkdirSync(join(work, 'bin'));
  symlinkSync(join(root, 'bin', 'wdgen.cjs'), join(work, 'bin', 'wdgen'));
  const env = { PATH: `${join(work, 'bin')}:${process.env['PATH'] ?? ''}`, NO_COLOR: '1' };
  for (const text of blocks('sh')) {
    const { status, stderr } = spawnSync('sh', ['-eu', '-c', text], { cwd: work, env, encoding: 'utf8' });
    t.equal(status, 0, `${text.trim()}\n${stderr}`);
  }
  const [starter = ''] = blocks('toml');
  t.match(
    readFileSync(join(work, 'watchdog.toml'), 'utf8'),
    starter.trim(),
    'init writes what the README shows',
  );
});

t.test('every way to write a setting is accepted', async (t) => {
  const [, settings = ''] = blocks('toml');
  for (const line of settings.trim().split('\n')) {
    const feeder = line.startsWith('feeder') ? line : 'feeder = { active = "busybox" }';
    const runtime = line.startsWith('runtime') ? line : 'runtime = { active = "30s" }';
    const deferred = line.includes('deferred')
      ? '[target.x.watchdog.deferral]\nreason = "r"\ngate = ["approval"]\n'
      : '';
    const spec = `schema = 1\n[target.x]\nboard = "dell-optiplex"\nplatform = "buildroot"\ninit = "s6-rc"\n[target.x.watchdog]\n${feeder}\n${runtime}\n${deferred}`;
    const folder = t.testdir({});
    writeFileSync(join(folder, 'watchdog.toml'), spec);
    const { exit, stderr } = wdgen(['check'], folder);
    t.equal(exit, 0, `${line}\n${stderr}`);
  }
});

t.test('the files it names are there', async (t) => {
  for (const [, path] of readme.matchAll(/\]\(((?!http)[^)#]+)\)/g))
    t.ok(existsSync(join(root, path ?? '')), `${path}`);
});

t.test('its table of commands is complete', async (t) => {
  const { stdout } = wdgen(['--help'], root);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+)(?: \[options\])?/gm)].map(([, name]) => name ?? '');
  for (const name of commands.filter((one) => one !== 'help'))
    t.match(readme, `| \`wdgen ${name}`, `${name} is in the table`);
  t.ok(commands.length > 5);
});
