// nix/modules: a committed tree in a NixOS configuration, by real Nix.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { root, wdgen } from '../lib/wdgen.js';
import { need } from './lib/need.js';
import { nixInstantiate } from './lib/nix.js';
import { evaluate, refusal, usesRealLib } from './lib/nixpkgs.js';

const NIX = [{ command: 'nix-instantiate', debian: 'nix-bin' }];
const MACHINES = join(root, 'nix/tests/machines');

t.comment(usesRealLib ? "with nixpkgs' real lib" : "with a stand-in for nixpkgs' lib");

interface Facts {
  readonly armed: boolean | null;
  readonly feeder: string | null;
  readonly runtime: string | null;
  readonly states: Readonly<Record<string, { readonly state: string; readonly deferred: unknown }>>;
}

interface Evaluated {
  readonly facts: Facts;
  readonly failed: readonly string[];
  readonly manager: Readonly<Record<string, string>>;
  readonly modules: readonly string[];
  readonly services: readonly string[];
}

/** What a configuration of modules comes to, as an expression. */
const summary = (modules: string) => `
  (config: {
    facts = { inherit (config.services.wdgen) armed feeder runtime states; };
    failed = failed config;
    manager = config.systemd.settings.Manager;
    modules = config.boot.initrd.kernelModules;
    services = builtins.attrNames config.systemd.services;
  }) (eval ${modules})`;

/** A module that takes a tree in from `folder`. */
const taken = (folder: string, target: string) =>
  `(wdgen.lib.module { spec = ${folder}/watchdog.toml; tree = ${folder}/generated; target = "${target}"; })`;

function prepared(t: Test): string | undefined {
  if (!need(t, NIX)) return undefined;
  return t.testdir({});
}

t.test('every file of nix/ and the flake parse', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const files = readdirSync(join(root, 'nix'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.nix'))
    .map((name) => join(root, 'nix', name));
  t.ok(files.length > 25);
  t.doesNotThrow(() => nixInstantiate(scratch, ['--parse', join(root, 'flake.nix'), ...files]));
});

t.test('the tree of the virtual machines is what wdgen generates', async (t) => {
  t.equal(wdgen(['generate', '--check'], MACHINES).exit, 0, 'else: wdgen generate, in nix/tests/machines');
});

t.test('a target, armed and deferred, and what other modules may read', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const values = evaluate<Record<string, Evaluated>>(
    scratch,
    `{ systemd = ${summary('[ (machine "systemd") ]')};
       applet = ${summary('[ (machine "applet") ]')};
       deferred = ${summary('[ (machine "deferred") ]')}; }`,
  );
  for (const [name, { failed }] of Object.entries(values)) t.strictSame(failed, [], `${name} holds`);
  const { systemd, applet, deferred } = values;
  t.match(systemd?.facts, { armed: true, feeder: 'systemd', runtime: '10s' });
  t.strictSame(systemd?.manager, { ManagerEnvironment: 'x', RuntimeWatchdogSec: '10s' });
  t.strictSame(systemd?.modules, ['i6300esb']);
  t.match(applet?.facts, { armed: true, feeder: 'busybox', runtime: '10s' });
  t.strictSame(applet?.services, ['watchdog-feeder']);
  t.match(deferred?.facts, { armed: false, feeder: null, runtime: null });
  t.match(deferred?.facts.states['watchdog.runtime'], { state: 'deferred', deferred: '10s' });
  t.strictSame(deferred?.manager, { ManagerEnvironment: 'x' }, 'nothing of it is enforced');
});

t.test('switched off it sets nothing, and its facts are null', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const modules = '[ (machine "systemd") { services.wdgen.enable = lib.mkForce false; } ]';
  const off = evaluate<Evaluated>(scratch, summary(modules));
  t.match(off.facts, { armed: null, feeder: null });
  t.strictSame(off.manager, { ManagerEnvironment: 'x' });
});

t.test('a fact cannot be set, and a wrong type is refused', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const set = (attrs: string) =>
    `(eval [ (machine "systemd") { services.wdgen = ${attrs}; } ]).services.wdgen`;
  t.match(refusal(scratch, `${set('{ feeder = "watchdogd"; }')}.feeder`), /read-only/);
  t.match(refusal(scratch, `${set('{ anyRelease = "yes"; }')}.anyRelease`), /not of type `boolean'/);
  t.match(
    refusal(scratch, `(eval [ (machine "systemd") { services.wdgen.targt = "x"; } ]).assertions`),
    /does not exist/,
  );
});

t.test('rock64: the example with its rollback', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const rock64 = taken(join(root, 'examples'), 'rock64');
  const value = evaluate<Evaluated & { etc: string[]; patches: string[] }>(
    scratch,
    `${summary(`[ ${rock64} ]`)} // (config: {
       etc = builtins.attrNames config.environment.etc;
       patches = map (patch: patch.name) config.boot.kernelPatches;
     }) (eval [ ${rock64} ])`,
  );
  t.strictSame(value.failed, []);
  t.equal(value.facts.armed, false);
  t.strictSame(value.manager, { ManagerEnvironment: 'x' });
  t.strictSame(value.services, ['rauc-mark-good', 'wdgen-commit']);
  t.strictSame(value.etc, ['fw_env.config']);
  t.strictSame(value.patches, ['wdgen-watchdog']);
  t.equal(value.facts.states['rollback']?.state, 'active', 'a mechanism that is a whole table');
});

t.test('kernel options that got lost', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const rock64 = taken(join(root, 'examples'), 'rock64');
  const withKernel = (kernel: string) =>
    `failed (eval [ ${rock64} { boot.kernelPackages.kernel = ${kernel}; } ])`;
  const y = '{ tristate = "y"; }';
  const all = `WATCHDOG = ${y}; WATCHDOG_CORE = ${y}; WATCHDOG_HANDLE_BOOT_ENABLED = ${y}; WATCHDOG_SYSFS = ${y};`;
  const asked = (options: string) =>
    `{ features = { }; configfile.structuredConfig = { ${all} ${options} }; }`;
  const [kept, forced, own, unread] = evaluate<string[][]>(
    scratch,
    `[ (${withKernel(asked(`DW_WATCHDOG = ${y};`))})
       (${withKernel(asked('DW_WATCHDOG = { tristate = "n"; };'))})
       (${withKernel('{ config = { CONFIG_MODULES = "y"; CONFIG_WATCHDOG = "y"; CONFIG_DW_WATCHDOG = "m"; }; }')})
       (${withKernel('{ config = { isYes = 1; }; }')}) ]`,
  );
  t.strictSame(kept, []);
  t.match(forced, [/lost options that the watchdog needs: CONFIG_DW_WATCHDOG=y\./]);
  t.match(own, [/CONFIG_WATCHDOG_CORE=y.*CONFIG_DW_WATCHDOG=y/], 'a kernel with a configuration of its own');
  t.strictSame(unread, [], 'nothing is claimed of a configuration that can only be built');
});

t.test('a tree that is not what wdgen wrote, is not there, or would have to be built', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  cpSync(MACHINES, join(scratch, 'changed'), { recursive: true });
  const file = join(scratch, 'changed/generated/systemd/kernel/watchdog.config');
  writeFileSync(file, `${readFileSync(file, 'utf8')}# mine\n`);
  const changed = evaluate<string[]>(scratch, `failed (eval [ ${taken(`${scratch}/changed`, 'systemd')} ])`);
  t.match(changed, [/not what wdgen wrote: kernel\/watchdog\.config/]);

  const gone = `failed (eval [ (machine "systemd") { services.wdgen.tree = lib.mkForce ${scratch}; } ])`;
  t.match(
    evaluate<string[]>(scratch, gone)[0],
    /no generated tree at .*Run: wdgen generate --target systemd/,
  );

  const drv = 'derivation { name = "generated"; system = "x86_64-linux"; builder = "/bin/sh"; }';
  const built = `(eval [ (machine "systemd") { services.wdgen.tree = lib.mkForce "\${${drv}}"; } ]).boot`;
  t.match(refusal(scratch, built), /the result of a build: commit the tree/);
});

interface Newer {
  readonly about: string;
  readonly target: string;
  /** What is changed in the part of the spec that the target is. */
  readonly change: readonly [from: string, to: string];
  /** A module of the user's that the machine has besides. */
  readonly module?: string;
  readonly message?: RegExp;
}

const newer: readonly Newer[] = [
  {
    about: 'PID 1 is to feed now',
    target: 'deferred',
    change: ['{ deferred = "10s" }', '{ active = "10s" }'],
    message: /RuntimeWatchdogSec is not set.*wdgen generate --target deferred/s,
  },
  {
    about: 'the applet is to feed now',
    target: 'deferred',
    change: ['"systemd" }\nruntime = { deferred', '"busybox" }\nruntime = { active'],
    message: /no service watchdog-feeder.*wdgen generate --target deferred/s,
  },
  {
    about: 'watchdogd is to feed now',
    target: 'deferred',
    change: ['"systemd" }\nruntime = { deferred', '"watchdogd" }\nruntime = { active'],
    message: /services\.watchdogd\.enable does not agree.*wdgen generate --target deferred/s,
  },
  {
    about: 'the applet is to feed no more',
    target: 'applet',
    change: ['runtime = { active', 'runtime = { deferred'],
    message: /nothing may feed .* yet, and so would watchdog-feeder/,
  },
  {
    about: 'an application is to feed instead of the applet',
    target: 'applet',
    change: ['"busybox"', '"application:maintainer"'],
    module:
      '{ systemd.services.maintainer.serviceConfig.ExecStart = "/opt/maintainer --watchdog /dev/watchdog0"; }',
    message: /application:maintainer feeds .*, and so would watchdog-feeder:/,
  },
  {
    about: 'another timeout',
    target: 'systemd',
    change: ['runtime = { active = "10s"', 'runtime = { active = "20s"'],
    message: /runtime is 20s in the spec, and RuntimeWatchdogSec = 10s.*wdgen generate --target systemd/s,
  },
  {
    about: 'the same timeout in other words',
    target: 'systemd',
    change: ['runtime = { active = "10s"', 'runtime = { active = "10000ms"'],
  },
];

t.test('a spec that is newer than the tree', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const text = readFileSync(join(MACHINES, 'watchdog.toml'), 'utf8');
  const expressions = newer.map(({ target, change: [from, to], module = '{ }' }, index) => {
    const folder = join(scratch, `newer${index}`);
    cpSync(MACHINES, folder, { recursive: true });
    const at = text.indexOf(`[target.${target}]`);
    writeFileSync(join(folder, 'watchdog.toml'), text.slice(0, at) + text.slice(at).replace(from, () => to));
    return `(failed (eval [ ${taken(folder, target)} ${module} ]))`;
  });
  const failed = evaluate<string[][]>(scratch, `[ ${expressions.join(' ')} ]`);
  for (const [index, { about, message }] of newer.entries())
    t.match(failed[index], message === undefined ? { length: 0 } : [message], about);
});

t.test('a feeder that another module takes away or changes', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const off = '{ systemd.services.watchdog-feeder.enable = false; }';
  const longer = '{ systemd.settings.Manager.RuntimeWatchdogSec = lib.mkForce "1min"; }';
  const [gone, changed] = evaluate<string[][]>(
    scratch,
    `[ (failed (eval [ (machine "applet") ${off} ])) (failed (eval [ (machine "systemd") ${longer} ])) ]`,
  );
  t.match(gone, [/no service watchdog-feeder that does/]);
  t.match(changed, [/runtime is 10s in the spec, and RuntimeWatchdogSec = 1min/]);
});

t.test('a release that this wdgen does not know', async (t) => {
  const scratch = prepared(t);
  if (scratch === undefined) return;
  const on = (more: string) => `failed (evalOn "31.05" [ (machine "systemd") { ${more} } ])`;
  const [unknown, accepted] = evaluate<string[][]>(
    scratch,
    `[ (${on('')}) (${on('services.wdgen.anyRelease = true;')}) ]`,
  );
  t.match(unknown, [/knows NixOS .* and this is 31\.05/]);
  t.strictSame(accepted, []);
});
