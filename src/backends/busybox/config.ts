import type { TargetPlan } from '../../plan/types.js';
import { feederTimes, feederToday } from '../feeder.js';
import { header } from '../header.js';
import { kconfigLine } from '../quote/kconfig.js';
import type { Quoted } from '../quote/quoted.js';
import type { Draft } from '../types.js';

/**
 * The BusyBox fragment of a Buildroot image whose feeder is, or will be, the applet. Buildroot's busybox.config has it
 * on, busybox-minimal.config has it off, and neither has FEATURE_WATCHDOG_OPEN_TWICE.
 * Source: buildroot 2026.08-rc1 package/busybox/busybox.config:858, busybox-minimal.config:845.
 */
export function configDrafts(plan: TargetPlan): readonly Draft[] {
  const { feeder } = plan.watchdog;
  const meant = feeder.active?.kind === 'busybox' || feeder.deferred?.kind === 'busybox';
  if (plan.platform.kind !== 'buildroot' || !meant) return [];
  const today = feederToday(plan)?.kind === 'busybox' && feederTimes(plan) !== null;
  const needs = scriptNeeds(plan);
  return [
    {
      path: 'buildroot/busybox.config',
      mode: 0o644,
      template: 'busybox/busybox.config',
      language: 'kconfig',
      view: {
        header: header(plan, 'kconfig'),
        today,
        watchdog: on('WATCHDOG'),
        openTwice: kconfigLine('FEATURE_WATCHDOG_OPEN_TWICE', { kind: 'tristate', value: 'n' }),
        scripted: needs.length > 0,
        needs,
      },
      state: 'active',
      origin: ['watchdog.feeder', 'platform.init', 'kernel.driverAs'],
    },
  ];
}

/**
 * What the generated scripts use of BusyBox besides its shell. `test`, `echo` and `read` are the shell's own.
 * Source: busybox 1.37, the `//config:` lines of shell/math.c, coreutils/sleep.c, modutils/modprobe.c,
 * debianutils/start_stop_daemon.c.
 */
function scriptNeeds(plan: TargetPlan): readonly Quoted[] {
  if (plan.platform.init === 'systemd') return [];
  const module = plan.kernel.driverAs === 'module';
  return [
    on('FEATURE_SH_MATH'),
    on('SLEEP'),
    ...(module ? [on('MODPROBE')] : []),
    ...(plan.platform.init === 'sysv' ? [on('START_STOP_DAEMON')] : []),
  ];
}

function on(symbol: string): Quoted {
  return kconfigLine(symbol, { kind: 'tristate', value: 'y' });
}
