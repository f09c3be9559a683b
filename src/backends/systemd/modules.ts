import type { TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { type KernelParameter, nowayoutParameter, openTimeoutParameter } from '../parameters.js';
import { shComment, shWord } from '../quote/sh.js';
import type { Draft, View } from '../types.js';

/**
 * Files that load a driver which is a module before PID 1 opens the device, with its options. Nothing for a built-in
 * driver: its options stand on the kernel's command line, which no file of a root file system holds for every boot
 * loader (the runbook says what to add).
 */
export function moduleFiles(plan: TargetPlan): readonly Draft[] {
  if (plan.kernel.driverAs !== 'module') return [];
  return [loadFile(plan), ...optionFile(plan)];
}

/**
 * Debian's mkinitramfs reads `modules.d/*` and loads them by name, which no blacklist stops (initramfs-tools 0.142,
 * mkinitramfs and hook-functions add_modules_from_file). Images without an initramfs get the file of
 * systemd-modules-load.service, later than PID 1's first look at the device: systemd 250 and newer look again
 * (src/core/manager.c manager_loop, watchdog_ping).
 */
function loadFile(plan: TargetPlan): Draft {
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
          ? 'The initramfs loads the driver, so that it is there before PID 1 opens the device.'
          : 'There is no initramfs: the driver is loaded as early as systemd can. Built in, it would be there at once.',
      ),
      modules: plan.watchdog.driver.modules.map(shWord),
    },
    state: 'active',
    origin: ['kernel.driverAs', 'watchdog.driver.modules'],
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
