import type { TargetPlan } from '../../plan/types.js';
import { GOVERNOR_MODULES } from '../governors.js';
import { header } from '../header.js';
import { managerSettings } from '../manager.js';
import { type KernelParameter, nowayoutParameter, openTimeoutParameter } from '../parameters.js';
import { shComment, shWord } from '../quote/sh.js';
import type { Draft, View } from '../types.js';

/** Modules with what they are, in words, and the plan values that they follow from. */
interface Loaded {
  readonly name: string;
  readonly modules: readonly string[];
  readonly origin: readonly string[];
}

/**
 * Files that load what has to be there before PID 1 opens the device: a driver which is a module, with its options, and
 * the governor of a pretimeout. The options of a built-in driver stand on the kernel's command line, which no file of a
 * root file system holds for every boot loader (the runbook says what to add).
 */
export function moduleFiles(plan: TargetPlan): readonly Draft[] {
  const loaded = [governors(plan), driver(plan)].filter(({ modules }) => modules.length > 0);
  if (loaded.length === 0) return [];
  return [loadFile(plan, loaded), ...(plan.kernel.driverAs === 'module' ? optionFile(plan) : [])];
}

/**
 * A distribution's kernel has the governors as modules, which nothing loads (Debian 12: CONFIG_WATCHDOG_PRETIMEOUT_GOV_PANIC=m).
 * Elsewhere the kernel's fragment builds the governor in, as the kernel's default.
 */
function governors(plan: TargetPlan): Loaded {
  const isSet = managerSettings(plan).some(
    ({ key, setting }) => key === 'RuntimeWatchdogPreGovernor' && setting.active !== null,
  );
  return {
    name: 'the pretimeout governors',
    modules: isSet && plan.platform.kind === 'systemd' ? GOVERNOR_MODULES : [],
    origin: ['watchdog.pretimeoutMs'],
  };
}

function driver({ kernel, watchdog }: TargetPlan): Loaded {
  return {
    name: 'the driver',
    modules: kernel.driverAs === 'module' ? watchdog.driver.modules : [],
    origin: ['kernel.driverAs', 'watchdog.driver.modules'],
  };
}

/**
 * Debian's mkinitramfs reads `modules.d/*` and loads them by name, which no blacklist stops (initramfs-tools 0.142,
 * mkinitramfs and hook-functions add_modules_from_file). Images without an initramfs get the file of
 * systemd-modules-load.service, later than PID 1's first look at the device: systemd 250 and newer look again
 * (src/core/manager.c manager_loop, watchdog_ping).
 */
function loadFile(plan: TargetPlan, loaded: readonly Loaded[]): Draft {
  const debian = plan.platform.kind === 'systemd';
  return {
    path: debian
      ? 'rootfs/usr/share/initramfs-tools/modules.d/wdgen-watchdog'
      : 'rootfs/etc/modules-load.d/wdgen-watchdog.conf',
    mode: 0o644,
    template: 'systemd/modules',
    language: 'sh',
    view: {
      header: header(plan, 'sh'),
      why: shComment(
        debian
          ? `The initramfs loads ${loaded.map(({ name }) => name).join(' and ')}, before PID 1 opens the device: update-initramfs -u puts this list into it.`
          : 'There is no initramfs: the driver is loaded as early as systemd can. Built in, it would be there at once.',
      ),
      modules: loaded.flatMap(({ modules }) => modules.map(shWord)),
    },
    state: 'active',
    origin: loaded.flatMap(({ origin }) => origin),
  };
}

/** Options for modprobe, also in Debian's initramfs, which copies `/etc/modprobe.d/*.conf` (initramfs-tools 0.142). */
function optionFile(plan: TargetPlan): readonly Draft[] {
  const parameters = [openTimeoutParameter(plan), nowayoutParameter(plan)].filter((entry) => entry !== null);
  if (parameters.length === 0) return [];
  return [
    {
      path: 'rootfs/etc/modprobe.d/wdgen-watchdog.conf',
      mode: 0o644,
      template: 'systemd/modprobe.conf',
      language: 'sh',
      view: { header: header(plan, 'sh'), options: parameters.map(optionView) },
      state: parameters.some((parameter) => parameter.set) ? 'active' : 'deferred',
      origin: parameters.map((parameter) => parameter.origin),
    },
  ];
}

function optionView(parameter: KernelParameter): View {
  return {
    comment: shComment(parameter.why),
    set: parameter.set,
    module: shWord(parameter.module),
    option: shWord(parameter.option),
    value: parameter.value,
  };
}
