import { builtValue } from '../read/config.js';
import type { FoundFeeder } from '../read/feeders.js';
import { moduleName } from '../read/modules.js';
import type { Audited, AuditFinding, AuditRule, DriverFacts } from './types.js';

/** Whether the driver is a module: by the kernel's configuration, else by the modules of the image, else by the plan. */
function isModule({ found, expected }: Audited, driver: DriverFacts): boolean {
  if (found.kernel !== null) return builtValue(found.kernel, driver.symbol) === 'm';
  const { available, builtin } = found.modules;
  if (driver.modules.some((name) => builtin.has(moduleName(name)))) return false;
  if (available !== null) return available.has(moduleName(driver.modules.at(-1) ?? ''));
  return expected?.plan.kernel.driverAs === 'module';
}

/** A driver that is a module is there before the feeder opens the device. */
export const driverLoadsLate: AuditRule = {
  code: 'WD1211',
  check: (audited) => {
    const { found, driver } = audited;
    if (driver === null || !found.hasTree || !isModule(audited, driver)) return [];
    const own = moduleName(driver.modules.at(-1) ?? driver.id);
    return found.feeders
      .filter(({ on, start }) => on !== undefined && (start !== null || found.init === 'systemd'))
      .flatMap((feeder) => late(audited, feeder, own));
  },
};

function late({ found: { modules } }: Audited, feeder: FoundFeeder, module: string): readonly AuditFinding[] {
  const has = ({ value }: { readonly value: string }) => value === module;
  if (modules.early.some(has)) return [];
  const listed = modules.late.find(has);
  const help = `build the driver in, or name ${module} in /etc/initramfs-tools/modules (Debian), force_drivers (dracut) or before the feeder`;
  const started = modules.steps.filter(({ name }) => name === module);
  if (feeder.start !== null)
    return lateStep(feeder, listed === undefined ? started : [], module, listed !== undefined, help);
  if (listed === undefined)
    return [
      {
        place: feeder.place,
        detail: `${feeder.name} feeds from its first moment, and nothing loads the module ${module} before: it is not in an initramfs list, nor in modules-load.d.`,
        help,
      },
    ];
  return [
    {
      place: listed.place,
      severity: 'warning',
      detail: `systemd-modules-load loads ${module} after PID 1 has looked for the device. systemd 250 and newer look again; until then nothing guards the boot.`,
      help,
      also: [{ message: 'the feeder', place: feeder.place }],
    },
  ];
}

function lateStep(
  feeder: FoundFeeder,
  loads: Audited['found']['modules']['steps'],
  module: string,
  isListed: boolean,
  help: string,
): readonly AuditFinding[] {
  if (isListed) return [];
  const order = feeder.start?.order ?? 0;
  const own = loads.filter(
    ({ step }) => step.start.name === feeder.start?.name || step.start.by !== feeder.start?.by,
  );
  if (own.length > 0 || loads.some(({ step }) => step.start.on !== undefined && step.start.order < order))
    return [];
  const later = loads.find(({ step }) => step.start.on !== undefined);
  return [
    later === undefined
      ? {
          place: feeder.place,
          detail: `The driver ${module} is a module, and nothing loads it before ${feeder.name} opens ${feeder.device}.`,
          help,
        }
      : {
          place: later.step.place,
          detail: `${later.step.start.name} loads ${module}, but ${feeder.name} has opened the device before: it comes earlier.`,
          help,
          also: [{ message: 'the feeder starts here', place: feeder.place }],
        },
  ];
}

/** Nothing keeps the driver's module from being loaded. */
export const driverBlocked: AuditRule = {
  code: 'WD1212',
  check: (audited) => {
    const { found, driver } = audited;
    if (driver === null || !isModule(audited, driver)) return [];
    const own = moduleName(driver.modules.at(-1) ?? driver.id);
    const isFed = found.feeders.some(({ on }) => on !== undefined);
    const blocked = found.modules.blacklisted
      .filter(({ value }) => value === own && isFed)
      .map(({ place }) => ({
        place,
        detail: `${own}, the driver of the watchdog, is kept from loading here: there is no device to feed.`,
        help: 'remove the line, or load the module by name in the initramfs, which no blacklist stops',
      }));
    return [...blocked, ...absent(audited, own)];
  },
};

function absent({ found, expected }: Audited, module: string): readonly AuditFinding[] {
  const { available, builtin, early, late } = found.modules;
  if (available === null || available.has(module) || builtin.has(module)) return [];
  const place =
    [...early, ...late].find(({ value }) => value === module)?.place ??
    found.kernel?.symbols.values().next().value?.place;
  if (place === undefined || (expected === null && found.feeders.length === 0)) return [];
  return [
    {
      place,
      detail: `The module ${module} is not in the image's /lib/modules: there is no device to feed.`,
      help: 'install the modules of the kernel that the image boots',
    },
  ];
}
