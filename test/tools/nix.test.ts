import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t, { type Test } from 'tap';
import { nixos } from '../../src/backends/nixos/index.js';
import { render } from '../../src/backends/render.js';
import type { TargetPlan } from '../../src/plan/types.js';
import { active, deferred } from '../lib/plan.js';
import { flag, forbidden, rock64, rock64Enabled } from '../lib/plan-nixos.js';
import { need } from './lib/need.js';
import { EMPTY, evalModule, parseModule } from './lib/nix.js';

const NIX = [{ command: 'nix-instantiate', debian: 'nix-bin' }];
const before2511 = { platform: { kind: 'nixos', init: 'systemd', release: 2505 } } as const;

/** The module of a plan, parsed by Nix on the way. */
function moduleOf(t: Test, plan: TargetPlan): string {
  const [draft] = nixos.drafts(plan);
  if (draft === undefined) throw new Error('no module');
  const { text } = render(draft, 'nixos');
  t.doesNotThrow(() => parseModule(t.testdirName, text), 'Nix parses it');
  return text;
}

function evaluated(t: Test, plan: TargetPlan, config?: string) {
  t.testdir({});
  return evalModule(t.testdirName, moduleOf(t, plan), config);
}

t.test('deferred: the target stands in the file and nothing is set', async (t) => {
  if (!need(t, NIX)) return;
  t.testdir({});
  const text = moduleOf(t, rock64());
  const value = evalModule(t.testdirName, text);
  t.strictSame(value.systemd, { settings: { Manager: {} } }, 'no RuntimeWatchdogSec, no RebootWatchdogSec');
  t.match(text, '# deferred: RuntimeWatchdogSec = "30s";');
  t.match(text, '# deferred: RebootWatchdogSec = "10min";');
  t.match(text, 'Rock64 boot reliability is not validated yet');
  t.match(text, 'boots:50');
  t.match(text, 'wdgen enable --target rock64');
  t.match(text, "systemd's own default, 10min", 'says that unset is not off');
  t.equal(value.assertions, undefined, 'nothing feeds, so nothing can be in its way');
});

t.test('deferred before 25.11', async (t) => {
  if (!need(t, NIX)) return;
  t.strictSame(evaluated(t, rock64({}, before2511)).systemd, { watchdog: {} });
});

t.test('active: both are set, in the words of the release', async (t) => {
  if (!need(t, NIX)) return;
  const now = { RuntimeWatchdogSec: '30s', RebootWatchdogSec: '10min' };
  t.strictSame(evaluated(t, rock64Enabled()).systemd, { settings: { Manager: now } });
  const then = { runtimeTime: '30s', rebootTime: '10min' };
  t.strictSame(evaluated(t, rock64Enabled(before2511)).systemd, { watchdog: then });
});

t.test('active and deferred at once: the active value is set, the other one documented', async (t) => {
  if (!need(t, NIX)) return;
  const runtimeMs = { active: 60_000, deferred: 30_000, forbidden: null };
  const plan = rock64({ runtimeMs, armed: true });
  t.strictSame(evaluated(t, plan).systemd?.settings?.Manager, { RuntimeWatchdogSec: '1min' });
  t.match(moduleOf(t, plan), '# deferred: RuntimeWatchdogSec = "30s";');
});

t.test('forbidden: the reason, and no value; a reboot watchdog has to be switched off', async (t) => {
  if (!need(t, NIX)) return;
  const plan = rock64({ runtimeMs: forbidden('freezes'), rebootMs: forbidden('freezes too') });
  t.strictSame(evaluated(t, plan).systemd?.settings?.Manager, { RebootWatchdogSec: '0' });
  t.match(moduleOf(t, plan), '# Forbidden here: RuntimeWatchdogSec. freezes');
});

t.test('pretimeout and a device of its own', async (t) => {
  if (!need(t, NIX)) return;
  const change = { pretimeoutMs: active(5000), device: '/dev/watchdog1' };
  const plan = rock64({ ...change, runtimeMs: active(30_000), rebootMs: active(600_000), armed: true });
  t.match(evaluated(t, plan).systemd?.settings?.Manager, {
    WatchdogDevice: '/dev/watchdog1',
    RuntimeWatchdogPreSec: '5s',
    RuntimeWatchdogPreGovernor: 'panic',
  });
  const old = evaluated(t, { ...plan, ...before2511 }).systemd;
  t.equal(old?.watchdog?.['device'], '/dev/watchdog1');
  t.equal(old?.extraConfig, 'RuntimeWatchdogPreSec=5s\nRuntimeWatchdogPreGovernor=panic\n');

  const waits = { active: 5000, deferred: 8000, forbidden: null };
  const later = {
    ...plan,
    watchdog: { ...plan.watchdog, pretimeoutMs: waits, pretimeoutGovernor: 'noop' },
  } as const;
  t.equal(
    evaluated(t, { ...later, ...before2511 }).systemd?.extraConfig,
    'RuntimeWatchdogPreSec=5s\nRuntimeWatchdogPreGovernor=noop\n',
    'one value, and what is deferred is a comment',
  );
});

t.test('the kernel: built in by a patch, a module by the initrd', async (t) => {
  if (!need(t, NIX)) return;
  const yes = { tristate: 'y', optional: false };
  const [patch] = evaluated(t, rock64()).boot?.kernelPatches ?? [];
  t.strictSame(patch?.['structuredExtraConfig'], { WATCHDOG: yes, WATCHDOG_CORE: yes, DW_WATCHDOG: yes });
  const [old] = evaluated(t, rock64({}, before2511)).boot?.kernelPatches ?? [];
  t.hasOwnProps(old ?? {}, ['extraStructuredConfig'], 'its name before 25.11');
  const kernel = { ...rock64().kernel, driverAs: 'module' as const };
  const { boot } = evaluated(t, rock64({}, { kernel }));
  t.strictSame(boot, { initrd: { kernelModules: ['dw_wdt'] } }, 'and no kernel of its own');
});

t.test(
  'kernel values: numbers, text, a forced one, a deferred one, one that begins with a digit',
  async (t) => {
    if (!need(t, NIX)) return;
    const flags = [
      flag('WATCHDOG_OPEN_TIMEOUT', { setting: active({ kind: 'int', value: 120 }) }),
      flag('WATCHDOG_SYSFS', { setting: active({ kind: 'tristate', value: 'n' }), from: 'spec' }),
      flag('SOFTLOCKUP_DETECTOR'),
      flag('64BIT'),
      flag('SOFT_WATCHDOG', { setting: deferred({ kind: 'tristate', value: 'm' }) }),
    ];
    const plan = rock64({}, { kernel: { ...rock64().kernel, flags } });
    const config = evaluated(t, plan).boot?.kernelPatches?.[0]?.['structuredExtraConfig'];
    t.match(config, { WATCHDOG_OPEN_TIMEOUT: { freeform: '120' }, '64BIT': { tristate: 'y' } });
    t.match(config, { WATCHDOG_SYSFS: { priority: 50, content: { tristate: 'n' } } }, 'nixpkgs sets it to y');
    t.match(config, { SOFTLOCKUP_DETECTOR: { tristate: 'y' } }, "nixpkgs' own value is not forced");
    t.notOk(Object.hasOwn(config ?? {}, 'SOFT_WATCHDOG'));
    t.match(moduleOf(t, plan), '# deferred: SOFT_WATCHDOG = module;');
  },
);

t.test('kernel parameters', async (t) => {
  if (!need(t, NIX)) return;
  const plan = rock64({ openTimeoutMs: active(120_000), nowayout: active(true) });
  t.strictSame(evaluated(t, plan).boot?.kernelParams, ['watchdog.open_timeout=120', 'dw_wdt.nowayout=1']);
  const later = rock64({ openTimeoutMs: deferred(120_000), nowayout: deferred(true) });
  t.strictSame(evaluated(t, later).boot?.kernelParams, []);
  t.match(moduleOf(t, later), '# deferred: watchdog.open_timeout=120');
});

t.test('another feeder: watchdogd, the applet, an application', async (t) => {
  if (!need(t, NIX)) return;
  const fed = { runtimeMs: active(30_000), petMs: active(10_000), armed: true };
  const byDaemon = evaluated(
    t,
    rock64({ ...fed, feeder: active({ kind: 'watchdogd' }), device: '/dev/watchdog1' }),
  );
  const times = { timeout: 30, interval: 10, 'safe-exit': false };
  t.strictSame(byDaemon.services?.watchdogd, {
    enable: true,
    settings: { ...times, 'device /dev/watchdog1': times },
  });
  t.notOk(Object.hasOwn(byDaemon.systemd?.settings?.Manager ?? {}, 'RuntimeWatchdogSec'));
  const byApplet = evaluated(t, rock64({ ...fed, feeder: active({ kind: 'busybox' }) }));
  t.match(byApplet.systemd?.services?.['watchdog-feeder'], {
    serviceConfig: {
      ExecStart: '/busybox/bin/busybox watchdog -F -T 30 -t 10 /dev/watchdog0',
      KillSignal: 'SIGKILL',
    },
  });
  const application = { kind: 'application', name: 'maintainer' } as const;
  t.match(moduleOf(t, rock64({ ...fed, feeder: active(application) })), '# maintainer opens and feeds');
});

t.test('assertions: a second feeder fails the evaluation', async (t) => {
  if (!need(t, NIX)) return;
  const holds = (plan: TargetPlan, config: string) =>
    evaluated(t, plan, config).assertions?.map((entry) => entry.assertion);
  const bySystemd = rock64Enabled();
  t.strictSame(holds(bySystemd, '{ services = { }; }'), [true], 'a configuration without the option');
  t.strictSame(holds(bySystemd, '{ services.watchdogd.enable = false; }'), [true]);
  t.strictSame(holds(bySystemd, '{ services.watchdogd.enable = true; }'), [false]);
  const byDaemon = rock64({ feeder: active({ kind: 'watchdogd' }), runtimeMs: active(30_000), armed: true });
  t.strictSame(holds(byDaemon, '{ systemd.settings.Manager = { }; }'), [true]);
  t.strictSame(holds(byDaemon, '{ systemd.settings.Manager.RuntimeWatchdogSec = "1min"; }'), [false]);
  const old = { ...byDaemon, ...before2511 };
  t.strictSame(holds(old, '{ systemd.watchdog.runtimeTime = null; }'), [true]);
  t.strictSame(holds(old, '{ systemd.watchdog.runtimeTime = "1min"; }'), [false]);
  t.strictSame(holds(old, EMPTY), [true], 'and built on 25.11, where the old option is an alias that aborts');
});

t.test('hostile text cannot leave its comment or its string', async (t) => {
  if (!need(t, NIX)) return;
  const evil =
    'a */ b\n  systemd.settings.Manager.RuntimeWatchdogSec = "1s";\r}\u2028 \'\'${throw "x"} "; evil = 1; \\';
  const plan = rock64({
    feeder: active({ kind: 'application', name: evil }),
    runtimeMs: active(30_000),
    kexecMs: forbidden(evil),
    armed: true,
    device: `/dev/wd"\${throw "device"}''`,
    rebootMs: active(600_000),
    deferral: { reason: evil, gate: [evil] },
  });
  const flags = [
    flag('WATCHDOG', { why: evil }),
    flag('SOFT_WATCHDOG', { setting: forbidden(evil), from: 'spec' }),
  ];
  const value = evaluated(t, { ...plan, specFile: evil, name: evil, kernel: { ...plan.kernel, flags } });
  t.strictSame(Object.keys(value).sort(), ['assertions', 'boot', 'systemd']);
  t.strictSame(value.systemd?.settings?.Manager, {
    RebootWatchdogSec: '10min',
    WatchdogDevice: plan.watchdog.device,
  });
  t.match(value.assertions?.[0]?.message, evil);
});

t.test("with nixpkgs' real lib", async (t) => {
  const lib = process.env['NIXPKGS_LIB'];
  if (lib === undefined)
    return t.pass('evaluates', { skip: "NIXPKGS_LIB does not name nixpkgs' lib folder" });
  if (!need(t, NIX)) return;
  t.testdir({});
  const merged = (plan: TargetPlan) => evalWithNixpkgs(t.testdirName, lib, moduleOf(t, plan));
  t.strictSame(merged(rock64()), { manager: { ManagerEnvironment: 'x' }, params: [] });
  const now = { ManagerEnvironment: 'x', RuntimeWatchdogSec: '30s', RebootWatchdogSec: '10min' };
  t.strictSame(merged(rock64Enabled()), { manager: now, params: [] }, 'beside what NixOS itself sets');
});

/** Evaluates the module with `lib.evalModules`, next to a module that declares the options and sets what NixOS sets. */
function evalWithNixpkgs(scratch: string, lib: string, text: string): unknown {
  writeFileSync(join(scratch, 'module.nix'), text);
  writeFileSync(
    join(scratch, 'eval.nix'),
    `let
      lib = import ${lib};
      any = default: lib.mkOption { type = lib.types.anything; inherit default; };
      options = {
        systemd.settings.Manager = lib.mkOption {
          type = lib.types.submodule { freeformType = lib.types.attrsOf lib.types.str; };
          default = { };
        };
        services.watchdogd.enable = any false;
        boot.kernelParams = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
        boot.kernelPatches = any [ ];
        boot.initrd.kernelModules = any [ ];
        assertions = any [ ];
      };
      nixos = { inherit options; config.systemd.settings.Manager.ManagerEnvironment = "x"; };
      inherit (lib.evalModules { modules = [ nixos ./module.nix ]; }) config;
    in { manager = config.systemd.settings.Manager; params = config.boot.kernelParams; }`,
  );
  const env = {
    ...process.env,
    NIX_STATE_DIR: scratch,
    NIX_STORE_DIR: join(scratch, 'store'),
    NIX_LOG_DIR: scratch,
  };
  const args = ['--eval', '--strict', '--json', join(scratch, 'eval.nix')];
  return JSON.parse(execFileSync('nix-instantiate', args, { encoding: 'utf8', env }));
}
