// What npm would ship: the same bytes from every clone, nothing that runs at install, few packages, known licences.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { figure } from '../lib/figures.js';
import { root } from '../lib/wdgen.js';
import { scratch } from '../output/lib/scratch.js';
import { need } from '../tools/lib/need.js';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

const LICENCES = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD']);
const AT_INSTALL = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare'];

const read = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;

/** Where a package that another one asks for lies: in its own node_modules, or above. */
function find(from: string, name: string): string | undefined {
  for (let folder = from; folder.length >= root.length; folder = join(folder, '..')) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) return found;
  }
  return undefined;
}

/** Every package that is there at run time, by its folder. */
function atRunTime(): Map<string, Package> {
  const found = new Map<string, Package>();
  const visit = (folder: string): void => {
    const { dependencies = {}, optionalDependencies = {} } = read(folder);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const place = find(folder, name);
      if (place === undefined || found.has(place)) continue;
      found.set(place, read(place));
      visit(place);
    }
  };
  visit(root);
  return found;
}

t.test('few packages, none of which runs anything at install, all under known licences', async (t) => {
  const own = read(root);
  t.ok(Object.keys(own.dependencies ?? {}).length <= 6, 'at most six are asked for');
  t.strictSame(
    AT_INSTALL.filter((name) => own.scripts?.[name] !== undefined),
    [],
    'wdgen runs nothing at install',
  );
  const packages = atRunTime();
  t.ok(packages.size >= 6);
  for (const [place, one] of packages) {
    const label = `${one.name} ${one.version}`;
    t.ok(LICENCES.has(one.license ?? ''), `${label}: ${one.license}`);
    t.strictSame(
      AT_INSTALL.slice(0, 3).filter((name) => one.scripts?.[name] !== undefined),
      [],
      `${label} runs nothing at install`,
    );
    t.notOk(existsSync(join(place, 'binding.gyp')), `${label} compiles nothing`);
  }
  if (t.passing())
    figure(49, {
      part: 'packages at run time: licence, nothing at install',
      cases: packages.size,
      held: packages.size,
    });
});

t.test('the list of parts names every package', async (t) => {
  const text = execFileSync('npm', ['run', '--silent', 'sbom'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const { bomFormat, components } = JSON.parse(text) as {
    bomFormat: string;
    components: { name: string; version: string; group?: string }[];
  };
  t.equal(bomFormat, 'CycloneDX');
  const listed = new Set(
    components.map(({ name, version, group }) => `${group ? `${group}/` : ''}${name}@${version}`),
  );
  for (const { name, version } of atRunTime().values())
    t.ok(listed.has(`${name}@${version}`), `${name}@${version}`);
});

t.test('two clones at two places pack to the same bytes', async (t) => {
  if (!need(t, [{ command: 'git', debian: 'git' }])) return;
  if (!existsSync(join(root, '.git'))) return t.pass('two clones', { skip: 'this is no git repository' });
  const dir = scratch(t);
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  });
  const wanted = files
    .split('\0')
    .filter((name) => name !== '' && !name.startsWith('test/') && existsSync(join(root, name)));
  const sums = ['one', 'another/place/further down'].map((place) => {
    const clone = join(dir, place);
    mkdirSync(clone, { recursive: true });
    execFileSync('tar', ['-xf', '-', '-C', clone], {
      input: execFileSync('tar', ['-cf', '-', '-C', root, '--null', '-T', '-'], {
        input: wanted.join('\0'),
        maxBuffer: 1 << 28,
      }),
    });
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
    execFileSync('env', ['-u', 'NODE_OPTIONS', process.execPath, 'scripts/build.mjs'], { cwd: clone });
    execFileSync('env', ['-u', 'NODE_OPTIONS', 'npm', 'pack', '--ignore-scripts', '--silent'], {
      cwd: clone,
    });
    const { name, version } = read(clone);
    const bytes = readFileSync(join(clone, `${name}-${version}.tgz`));
    const list = execFileSync('tar', ['-tzf', '-'], { input: bytes, encoding: 'utf8' });
    t.match(list, 'package/dist/wdgen.cjs');
    t.notMatch(list, /package\/(test|src|node_modules)\//);
    return createHash('sha256').update(bytes).digest('hex');
  });
  t.equal(sums[0], sums[1]);
  if (sums[0] === sums[1]) figure(49, { part: '`npm pack` of two clones, compared', cases: 2, held: 2 });
});
