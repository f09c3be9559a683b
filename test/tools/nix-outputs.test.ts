// nix/ as its users call it: the library, the checks, the package, the tests, the flake. By real Nix; what nixpkgs would
// build is given back by stand-ins and, where it is a script, run.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t, { type Test } from 'tap';
import { root, wdgen } from '../lib/wdgen.js';
import { need } from './lib/need.js';
import { nixEnvironment } from './lib/nix.js';
import { evaluate, refusal } from './lib/nixpkgs.js';

const NIX = [{ command: 'nix-instantiate', debian: 'nix-bin' }];

function prepared(t: Test): string | undefined {
  if (!need(t, NIX)) return undefined;
  return t.testdir({});
}

interface StatusRow {
  readonly target: string;
  readonly setting: string;
  readonly state: string;
}

t.test('lib.states says of the examples what wdgen status says', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const spec = join(root, 'examples/watchdog.toml');
  const { stdout } = wdgen(['status', '--spec', spec, '--format', 'json'], root);
  const { settings } = (JSON.parse(stdout) as { data: { settings: StatusRow[] } }).data;
  const states = evaluate<Record<string, Record<string, { state: string }>>>(
    scratch,
    `lib.genAttrs (wdgen.lib.targets ${spec}) (wdgen.lib.states ${spec})`,
  );
  t.strictSame(Object.keys(states), [...new Set(settings.map(({ target }) => target))].sort());
  const known = settings.filter(({ target, setting }) => states[target]?.[setting] !== undefined);
  t.ok(known.length >= 12, `${known.length} settings in common`);
  for (const { target, setting, state } of known)
    t.equal(states[target]?.[setting]?.state, state, `${target}.${setting}`);
});

t.test('lib.targets follows include as wdgen does', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const target = (name: string) =>
    `[target.${name}]\nboard = "rock64"\nplatform = "nixos"\n[target.${name}.watchdog]\nfeeder = { active = "systemd" }\nruntime = { active = "30s" }\n`;
  t.testdir({
    'watchdog.toml': `schema = 1\ninclude = ["targets/*.toml", "sub*/x.toml", "gone.toml", "./one.toml"]\n${target('root')}`,
    targets: {
      'a.toml': target('a'),
      'b.v2.toml': target('b'),
      '.hidden.toml': target('hidden'),
      'c.txt': 'no',
    },
    sub1: { 'x.toml': target('x1') },
    sub2: { 'x.toml': target('x2') },
    'one.toml': target('one'),
  });
  const own = wdgen(['__targets'], t.testdirName).stdout.trim().split('\n');
  t.strictSame(own, ['a', 'b', 'one', 'root', 'x1', 'x2']);
  t.strictSame(evaluate(scratch, `wdgen.lib.targets ${t.testdirName}/watchdog.toml`), own);
});

interface Check {
  readonly name: string;
  readonly script: string;
  readonly attributes: { readonly src: { readonly files: readonly string[] } };
}

t.test('lib.checksFor: a check a target, each with its own files, and the scripts run', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const folder = join(scratch, 'fleet');
  cpSync(join(root, 'examples'), folder, { recursive: true });
  const checks = evaluate<Record<string, Check>>(
    scratch,
    `builtins.mapAttrs (_: check: { inherit (check) name script; attributes.src.files = map toString check.attributes.src.files; })
       (wdgen.lib.checksFor { inherit pkgs; wdgen = wdgen.wdgen; root = ${folder}; })`,
  );
  t.equal(Object.keys(checks).length, 5);
  const files = (target: string) => checks[`wdgen-${target}`]?.attributes.src.files;
  t.strictSame(files('rock64'), [join(folder, 'watchdog.toml'), join(folder, 'generated/rock64')]);
  const run = (target: string) => runScript(scratch, checks[`wdgen-${target}`]?.script ?? 'exit 9', folder);
  const clean = run('cis490-lab-host');
  t.equal(clean.status, 0, clean.stderr);
  t.ok(existsSync(join(scratch, 'result')));
  writeFileSync(join(folder, 'generated/rock64/u-boot/env.txt'), 'tampered=1\n');
  t.not(run('rock64').status, 0, 'a file that was changed fails its check');
});

/** Runs a build script as a builder would: in bash, with wdgen in PATH. */
function runScript(scratch: string, script: string, src: string) {
  mkdirSync(join(scratch, 'bin'), { recursive: true });
  const command = join(scratch, 'bin/wdgen');
  writeFileSync(command, `#!/bin/sh\nexec ${process.execPath} ${root}/bin/wdgen.cjs "$@"\n`, { mode: 0o755 });
  const env = {
    PATH: `${join(scratch, 'bin')}:${process.env['PATH'] ?? ''}`,
    src,
    out: join(scratch, 'result'),
  };
  return spawnSync('bash', ['-euc', script], { cwd: scratch, env, encoding: 'utf8' });
}

interface Package {
  readonly version: string;
  readonly tarballs: Readonly<Record<string, { readonly url: string; readonly hash: string }>>;
  readonly files: readonly string[];
  readonly installPhase: string;
}

t.test('the package: every tarball of the lock with its hash, and what is installed runs', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const made = evaluate<Package>(
    scratch,
    `{ inherit (wdgen.wdgen) version installPhase;
       tarballs = wdgen.wdgen.npmDeps.packageSourceOverrides;
       files = map toString wdgen.wdgen.src.files; }`,
  );
  const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));
  const { packages } = read('package-lock.json') as { packages: Record<string, { integrity?: string }> };
  t.equal(made.version, read('package.json').version);
  t.equal(Object.keys(made.tarballs).length, Object.keys(packages).length - 1);
  for (const [path, { hash }] of Object.entries(made.tarballs)) t.equal(hash, packages[path]?.integrity);
  const scoped = made.tarballs['node_modules/@iarna/toml']?.url ?? '';
  t.match(scoped, /^mirror:\/\/npm\/@iarna\/toml\/-\/toml-3\.[0-9.]+\.tgz$/);
  t.equal(made.files.length, 9, 'every file that it is built from exists');
  const stubs =
    'runHook() { :; }; installShellCompletion() { ls "$@"; };' +
    'makeWrapper() { printf "#!/bin/sh\\nexec %s %s \\"\\$@\\"\\n" "$NODE" "$4" > "$2"; chmod +x "$2"; };';
  const out = join(scratch, 'out');
  const install = spawnSync(
    'bash',
    [
      '-euc',
      `cd ${root}\n${stubs}\n${made.installPhase.replaceAll('"wdgen.$shell"', `"${scratch}/wdgen.$shell"`).replaceAll(/ wdgen\.(bash|zsh|fish)/g, ` ${scratch}/wdgen.$1`)}`,
    ],
    {
      env: { PATH: process.env['PATH'] ?? '', NODE: process.execPath, out },
      encoding: 'utf8',
    },
  );
  t.equal(install.status, 0, install.stderr);
  t.match(execFileSync(join(out, 'bin/wdgen'), ['init', '--list-boards'], { encoding: 'utf8' }), /rock64/);
});

t.test('from the npm package: module and lib, and no package', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const from = join(scratch, 'node_modules/wdgen');
  // What package.json's `files` and npm itself take along of what nix/ reads.
  for (const name of ['nix', 'examples', 'package.json'])
    cpSync(join(root, name), join(from, name), { recursive: true });
  const npm = `(import ${from}/nix { inherit pkgs; })`;
  const machine = `{ services.wdgen = { enable = true; spec = ${root}/examples/watchdog.toml; tree = ${root}/examples/generated; target = "rock64"; }; }`;
  t.match(
    evaluate(
      scratch,
      `{ failed = failed (eval [ ${npm}.nixosModules.default ${machine} ]);
         targets = ${npm}.lib.targets ${from}/examples/watchdog.toml; }`,
    ),
    { failed: [], targets: ['cis490-lab-host', 'fortros-node', 'pi-edge-01', 'rm1', 'rock64'] },
  );
  t.match(
    refusal(scratch, `${npm}.wdgen.npmDeps`),
    /package-lock\.json/,
    'else nix/README.md says too little',
  );
});

interface VmTest {
  readonly name: string;
  readonly script: string;
  readonly options: readonly string[];
  readonly failed: readonly string[];
  readonly armed: boolean;
}

t.test('the tests with virtual machines: their machines evaluate, their scripts are Python', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const tests = evaluate<Record<string, VmTest & { mustFail: boolean }>>(
    scratch,
    `builtins.mapAttrs (_: test: {
       inherit (test) name script;
       mustFail = test.mustFail or false;
       failed = failed test.nodes.machine;
       armed = test.nodes.machine.services.wdgen.armed;
       options = test.nodes.machine.virtualisation.qemu.options;
     }) (lib.filterAttrs (_: test: test ? nodes) wdgen.tests)`,
  );
  t.equal(Object.keys(tests).length, 5);
  for (const [name, { script, options, failed }] of Object.entries(tests)) {
    t.strictSame(failed, [], `${name}: a configuration that NixOS accepts`);
    t.strictSame(options, ['-device i6300esb']);
    const python = spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
      input: script,
    });
    t.equal(python.status, 0, `${name}: ${String(python.stderr)}`);
  }
  t.match(tests['no-feeder-is-noticed'], {
    mustFail: true,
    armed: false,
    script: tests['systemd-feeds']?.script,
  });
});

t.test('what must be refused is refused, each by its own assertion', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const names = evaluate<string[]>(
    scratch,
    'map (test: test.name) (builtins.attrValues (lib.filterAttrs (_: test: !(test ? nodes)) wdgen.tests))',
  );
  t.equal(names.length, 7);
  const harmless = 'import ./nix/tests/refuse.nix { inherit pkgs; name = "x"; }'.replace(
    './nix',
    `${root}/nix`,
  );
  t.match(
    refusal(scratch, `(${harmless} { module = machine "systemd"; words = "no such thing"; }).name`),
    /x: no assertion failed with "no such thing"/,
    'and the test notices when nothing is refused',
  );
});

t.test('the flake, in the flake of a user, by real Nix', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  for (const name of ['flake.nix', 'nix', 'package.json', 'package-lock.json', 'examples'])
    cpSync(join(root, name), join(scratch, 'wdgen', name), { recursive: true });
  cpSync(join(import.meta.dirname, 'lib/stand-in-nixpkgs'), join(scratch, 'nixpkgs'), { recursive: true });
  writeFileSync(join(scratch, 'nixpkgs/flake.nix'), NIXPKGS);
  cpSync(join(root, 'examples'), join(scratch, 'user'), { recursive: true });
  writeFileSync(join(scratch, 'user/flake.nix'), userFlake(scratch));
  const options = [
    '--extra-experimental-features',
    'nix-command flakes',
    '--no-write-lock-file',
    '--offline',
  ];
  const args = ['eval', '--json', ...options, `path:${join(scratch, 'user')}#shape`];
  const { stdout, stderr, status } = spawnSync('nix', args, {
    env: nixEnvironment(scratch),
    encoding: 'utf8',
  });
  t.equal(status, 0, stderr);
  t.match(JSON.parse(stdout === '' ? '{}' : stdout), {
    package: 'wdgen',
    overlay: '/wdgen',
    runtime: '30s',
    failed: [],
    own: ['wdgen-cis490-lab-host', 'wdgen-fortros-node', 'wdgen-pi-edge-01', 'wdgen-rm1', 'wdgen-rock64'],
    some: ['systemd-feeds', 'second-feeder', 'wdgen-rock64'],
  });
});

const NIXPKGS = `{
  outputs = _: let lib = import ./.; pkgs = import ./pkgs.nix { inherit lib; }; in {
    inherit lib;
    legacyPackages = { x86_64-linux = pkgs; aarch64-linux = pkgs; };
  };
}`;

/** What a project of an integrator may hold. */
function userFlake(scratch: string): string {
  return `{
    inputs.nixpkgs.url = "path:${scratch}/nixpkgs";
    inputs.wdgen.url = "path:${scratch}/wdgen";
    inputs.wdgen.inputs.nixpkgs.follows = "nixpkgs";
    outputs = { self, nixpkgs, wdgen }:
      let
        pkgs = nixpkgs.legacyPackages.x86_64-linux;
        config = (pkgs.nixos [
          wdgen.nixosModules.default
          { services.wdgen = { enable = true; spec = ./watchdog.toml; tree = ./generated; target = "rock64"; }; }
        ]).config;
        ours = wdgen.checks.x86_64-linux;
      in {
        shape = {
          package = wdgen.packages.aarch64-linux.default.pname;
          overlay = toString (wdgen.overlays.default pkgs { }).wdgen;
          runtime = config.services.wdgen.states."watchdog.runtime".deferred;
          failed = map (one: one.message) (builtins.filter (one: !one.assertion) config.assertions);
          own = builtins.attrNames (wdgen.lib.checksFor { inherit pkgs; wdgen = "/wdgen"; root = ./.; });
          some = builtins.filter (name: ours ? \${name}) [ "systemd-feeds" "second-feeder" "wdgen-rock64" ];
        };
      };
  }`;
}
