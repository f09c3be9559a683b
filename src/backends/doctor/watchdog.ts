import type { Feeder, TargetPlan } from '../../plan/types.js';
import { GOVERNOR_MODULES } from '../governors.js';
import { identityOf, longestTimeoutS } from '../kernel-says.js';
import { shWord } from '../quote/sh.js';
import type { View } from '../types.js';

/** What sysfs has to say if everything is as planned, who holds the device, and what to type if not. */
export function watchdogView(plan: TargetPlan): View {
  const { driver, device, armed, runtimeMs, nowayout, feeder } = plan.watchdog;
  const timeoutS = armed && runtimeMs.active !== null ? runtimeMs.active / 1000 : null;
  const longestS = timeoutS === null ? null : longestTimeoutS(driver, timeoutS);
  return {
    watchdog: {
      identity: shWord(identityOf(driver)),
      node: shWord(nodeOf(device)),
      armed: shWord(armed ? 'yes' : 'no'),
      timeout: shWord(timeoutS === null ? '' : String(timeoutS)),
      longest: longestS !== timeoutS && shWord(String(longestS)),
      nowayout: shWord(nowayout.active === true ? 'yes' : 'no'),
      pretimeout: pretimeoutView(plan),
      feed: shWord(feedCommand(plan)),
      load: shWord(loadCommand(plan)),
    },
    holder: { comm: shWord(armed ? commOf(feeder.active) : '') },
  };
}

/** The notice before a reset, where there is to be one: systemd goes on without it when no governor is loaded. */
function pretimeoutView({ watchdog, platform }: TargetPlan): View | false {
  const { armed, feeder, pretimeoutMs } = watchdog;
  if (!armed || feeder.active?.kind !== 'systemd' || pretimeoutMs.active === null) return false;
  return {
    seconds: shWord(String(pretimeoutMs.active / 1000)),
    set: shWord(
      platform.kind === 'systemd'
        ? `update-initramfs -u; modprobe -a ${GOVERNOR_MODULES.join(' ')}; systemctl daemon-reexec`
        : 'build the kernel with kernel/watchdog.config, which has its governor',
    ),
  };
}

/** The kernel's name behind a node; empty for a link that only udev knows. */
function nodeOf(device: string): string {
  if (device === '/dev/watchdog') return 'watchdog0';
  return /^\/dev\/watchdog[0-9]+$/.test(device) ? device.slice('/dev/'.length) : '';
}

/** The name in /proc/PID/comm; empty where it is not known. */
function commOf(feeder: Feeder | null): string {
  switch (feeder?.kind) {
    case 'systemd':
      return 'systemd';
    case 'busybox':
      return 'watchdog';
    case 'watchdogd':
      return 'watchdogd';
    default:
      return '';
  }
}

/** systemd opens a device that came late when it reads its configuration anew (systemd issue 17838). */
function feedCommand({ watchdog, platform }: TargetPlan): string {
  const { feeder, service } = watchdog;
  if (feeder.active?.kind === 'systemd') return 'systemctl daemon-reload';
  if (feeder.active?.kind === 'application') return `start ${feeder.active.name}, which feeds it`;
  switch (platform.init) {
    case 'systemd':
      return `systemctl restart ${service.name}.service`;
    case 's6-rc':
      return `s6-rc -u change ${service.name}`;
    case 'busybox':
      return 'kill -HUP 1';
    case 'sysv':
      return '/etc/init.d/S02watchdog-feeder start';
  }
}

function loadCommand({ kernel, watchdog }: TargetPlan): string {
  return kernel.driverAs === 'module'
    ? `modprobe -a ${watchdog.driver.modules.join(' ')}`
    : 'dmesg | grep -i -e watchdog -e wdt';
}
