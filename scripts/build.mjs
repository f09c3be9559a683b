// Builds dist/: CommonJS bundles that load each other when they are needed, and V8's code cache beside each.
//   wdgen.cjs      the command line: enough for --help
//   generate.cjs   `generate` as far as there is nothing to do, and what prints outcomes
//   compile.cjs    the rest of it
//   commands.cjs   the other commands, each initialised when it is called
//   explore.cjs    the explored machine, for `check`
//   audit.cjs      the reader and the rules of finished images, for `audit` and `import`
//   tools.cjs      execa, for `check --tools`
//   positions.cjs  the parser that knows where everything stands, for findings
//   answers/       help and version, as text
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { precompile } from './precompile-templates.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Modules that a bundle imports dynamically, by the bundle they live in. Paths are relative to src/. */
const LAZY = {
  'generate.cjs': ['commands/generate.ts', 'cli/present/index.ts'],
  'compile.cjs': ['commands/generate-whole.ts'],
  'commands.cjs': [
    ...[
      'attest',
      'check',
      'coverage',
      'defer',
      'diff',
      'doctor',
      'enable',
      'evidence',
      'explain',
      'init',
      'matrix',
      'rehearse',
      'schema',
      'status',
      'targets',
      'timeline',
      'verify',
    ].map((name) => `commands/${name}.ts`),
    'cli/complete.ts',
  ],
  'explore.cjs': ['commands/exploration.ts'],
  'audit.cjs': ['commands/audit.ts', 'commands/import.ts'],
  'tools.cjs': ['execa'],
  'positions.cjs': ['toml-eslint-parser'],
};

const isPackage = (module) => !module.endsWith('.ts');
const pathOf = (module) => (isPackage(module) ? module : join(root, 'src', module));

/** Turns `import('../commands/x.js')` into a require of the bundle that has it. */
function lazily(own) {
  return {
    name: 'lazily',
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path, kind, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const wanted = path.startsWith('.') ? join(resolveDir, path.replace(/\.js$/, '.ts')) : path;
        const found = Object.entries(LAZY).find(([, modules]) =>
          modules.some((module) => pathOf(module) === wanted),
        );
        if (found === undefined || found[0] === own) return undefined;
        const module = found[1].find((one) => pathOf(one) === wanted);
        return { path: module, namespace: 'lazy', pluginData: found[0] };
      });
      build.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path, pluginData }) => ({
        contents: `module.exports = require('./${pluginData}')[${JSON.stringify(path)}];`,
      }));
      build.onResolve(
        { filter: /^\.\/(generate|compile|commands|explore|audit|tools|positions)\.cjs$/ },
        ({ path }) => ({
          path,
          external: true,
        }),
      );
    },
  };
}

/**
 * Modules that load much and are needed seldom, each with the members that are used. Loading them at their first use
 * instead of at start-up: commander wants child_process (and with it sockets and streams) for a kind of subcommand that
 * wdgen does not have; hashes are needed only when something changed; positions only when there is a finding.
 */
const ON_DEMAND = {
  'node:child_process': ['spawn'],
  'node:crypto': ['hash', 'randomUUID'],
  'toml-eslint-parser': ['parseTOML', 'ParseError'],
};

/** Turns an import of such a module into members that fetch the real one when they are read. */
function onDemand(own) {
  return {
    name: 'on-demand',
    setup(build) {
      const filter = /^(node:(child_process|crypto)|toml-eslint-parser)$/;
      build.onResolve({ filter }, ({ path, importer }) => {
        // Only where it is known which members are used: in commander's own code, and in ours.
        const place = path === 'node:child_process' ? '/commander/' : join(root, 'src');
        if (!importer.includes(place) || bundleOf(path) === own) return undefined;
        return { path, namespace: 'on-demand' };
      });
      build.onLoad({ filter: /.*/, namespace: 'on-demand' }, ({ path }) => {
        const bundle = bundleOf(path);
        const real = bundle === undefined ? `require('${path}')` : `require('./${bundle}')['${path}']`;
        const members = ON_DEMAND[path].map((name) => `get ${name}() { return (real ??= ${real}).${name}; }`);
        return { contents: `let real; module.exports = { ${members.join(', ')} };` };
      });
    },
  };
}

/** The bundle that has a module; undefined for Node's own. */
function bundleOf(module) {
  return Object.keys(LAZY).find((name) => LAZY[name].includes(module));
}

/** One hash of everything that decides what wdgen generates. */
function hashOfSources() {
  const hash = createHash('sha256');
  const inside = (folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.includes('.gen.'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
  const names = [
    'package.json',
    'package-lock.json',
    'scripts/build.mjs',
    ...inside('src'),
    ...inside('templates'),
  ];
  for (const name of names.sort())
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(root, name)))
      .update('\0');
  return hash.digest('hex');
}

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  charset: 'ascii',
  minify: true,
  legalComments: 'none',
  define: { WDGEN_VERSION: JSON.stringify(version), WDGEN_SOURCES: JSON.stringify(hashOfSources()) },
  logLevel: 'warning',
};

/** A module whose members initialise when they are first asked for. */
function lazyEntry(modules) {
  const getter = (module) =>
    `get ${JSON.stringify(module)}() { return require(${JSON.stringify(isPackage(module) ? module : `./src/${module}`)}); }`;
  return {
    contents: `module.exports = { ${modules.map(getter).join(', ')} };`,
    resolveDir: root,
    loader: 'js',
  };
}

/** Runs a script that lets the built bundles run. */
function runBuilt(script) {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts', script)], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0) return;
  process.stderr.write(`${script}: ${stderr}\n`);
  process.exitCode = 1;
}

await precompile();
rmSync(join(root, 'dist'), { recursive: true, force: true });
mkdirSync(join(root, 'dist'));
await build({
  ...common,
  entryPoints: ['src/cli/main.ts'],
  outfile: 'dist/wdgen.cjs',
  plugins: [lazily('wdgen.cjs'), onDemand('wdgen.cjs')],
});
for (const [name, modules] of Object.entries(LAZY)) {
  await build({
    ...common,
    stdin: lazyEntry(modules),
    outfile: `dist/${name}`,
    plugins: [lazily(name), onDemand(name)],
  });
}
runBuilt('answers.cjs');
runBuilt('code-cache.cjs');
