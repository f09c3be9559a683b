import { managerSettings } from '../../backends/manager.js';
import { timeSpan } from '../read/ini.js';
import { moduleName } from '../read/modules.js';
import type { NixEval } from '../read/nix-eval.js';
import type { Audited, AuditFinding, AuditRule, Expected } from './types.js';

/** The evaluated NixOS configuration holds what the generated module says. */
export const nixDiffers: AuditRule = {
  code: 'WD1280',
  check: (audited) => {
    const { found, expected } = audited;
    if (found.nix === null || expected === null) return [];
    return [
      ...managerDiffers(audited, expected),
      ...kernelDiffers(found.nix, expected),
      ...modulesDiffer(found.nix, expected),
      ...servicesDiffer(found.nix, expected),
    ];
  },
};

function managerDiffers({ found }: Audited, { plan }: Expected): readonly AuditFinding[] {
  return managerSettings(plan).flatMap(({ key, setting }): AuditFinding[] => {
    const now = found.manager.findLast((one) => one.key === key);
    const wanted = setting.active;
    // PID 1 that feeds although it should not is WD1222's matter.
    if (wanted === null || found.nix === null || same(now?.value, wanted)) return [];
    return [
      {
        place: now?.place ?? found.nix.place(['systemd', 'settings', 'Manager']),
        detail: `systemd.settings.Manager.${key} evaluates to ${now === undefined ? 'nothing' : JSON.stringify(now.value)}; the generated module sets "${wanted}".`,
        help: 'import modules/watchdog.nix, and look for another module that sets it (mkForce)',
      },
    ];
  });
}

function same(now: string | undefined, wanted: string): boolean {
  if (now === undefined) return false;
  const [a, b] = [timeSpan(now), timeSpan(wanted)];
  return a === null ? now === wanted : a === b;
}

/** Options of the kernel, as structured extra configuration of a patch. */
function kernelDiffers(nix: NixEval, { plan }: Expected): readonly AuditFinding[] {
  const patches = nix.get(['boot', 'kernelPatches']);
  if (!Array.isArray(patches) || plan.kernel.driverAs === 'module') return [];
  const text = JSON.stringify(patches);
  return plan.kernel.flags.flatMap(({ symbol, setting, from }): AuditFinding[] => {
    if (setting.active === null || from === 'core' || text.includes(symbol)) return [];
    return [
      {
        place: nix.place(['boot', 'kernelPatches']),
        detail: `boot.kernelPatches does not mention ${symbol}; the generated module asks for ${symbol}=${setting.active.value}.`,
        help: 'import modules/watchdog.nix; a kernel of its own (boot.kernelPackages with a finished configuration) takes no patches',
      },
    ];
  });
}

function modulesDiffer(nix: NixEval, { plan }: Expected): readonly AuditFinding[] {
  const { driverAs } = plan.kernel;
  const blocked = ['boot', 'blacklistedKernelModules'];
  const own = plan.watchdog.driver.modules.map(moduleName);
  const bad = list(nix, blocked).filter((name) => own.includes(moduleName(name)));
  const early = ['boot', 'initrd', 'kernelModules'];
  const there = list(nix, early).map(moduleName);
  const late =
    driverAs === 'module' && nix.get(early) !== undefined ? own.filter((name) => !there.includes(name)) : [];
  return [
    ...bad.map((name) => ({
      place: nix.place([...blocked, name]),
      detail: `boot.blacklistedKernelModules has ${name}, the driver of the watchdog.`,
      help: 'remove it there',
    })),
    ...late.map((name) => ({
      place: nix.place(early),
      detail: `boot.initrd.kernelModules lacks ${name}: the driver would load after PID 1 has looked for the device.`,
      help: 'import modules/watchdog.nix',
    })),
  ];
}

function list(nix: NixEval, path: readonly string[]): readonly string[] {
  const value = nix.get(path);
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Services that systemd watches, and the one that marks a slot good. */
function servicesDiffer(nix: NixEval, { plan }: Expected): readonly AuditFinding[] {
  const commits = plan.rollback?.state === 'active' ? ['wdgen-commit'] : [];
  const services = ['systemd', 'services'];
  if (nix.get(services) === undefined) return [];
  const missing = commits.filter((name) => nix.get([...services, name]) === undefined);
  const raucMarks = nix.get([...services, 'rauc-mark-good', 'enable']) === true && commits.length > 0;
  return [
    ...missing.map((name) => ({
      place: nix.place(services),
      detail: `systemd.services has no ${name}: nothing marks a slot good.`,
      help: 'import modules/rollback.nix',
    })),
    ...(raucMarks
      ? [
          {
            place: nix.place([...services, 'rauc-mark-good', 'enable']),
            detail:
              'systemd.services.rauc-mark-good is enabled: it marks a slot good without a health check, beside wdgen-commit.',
            help: 'import modules/rollback.nix, which switches it off',
          },
        ]
      : []),
    ...plan.services.flatMap(({ unit, watchdogMs, state }) => {
      const path = [...services, unit.replace(/\.service$/, ''), 'serviceConfig', 'WatchdogSec'];
      const now = nix.get(path);
      if (
        state !== 'active' ||
        watchdogMs === null ||
        (now !== undefined && timeSpan(String(now)) === watchdogMs)
      )
        return [];
      return [
        {
          place: nix.place(path),
          detail: `WatchdogSec of ${unit} evaluates to ${now === undefined ? 'nothing' : JSON.stringify(now)}; the plan says ${watchdogMs / 1000} s.`,
          help: 'import modules/services.nix, and look for another module that sets it',
        },
      ];
    }),
  ];
}
