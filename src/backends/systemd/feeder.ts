import type { TargetPlan } from '../../plan/types.js';
import { appletArguments } from '../applet.js';
import { feederOrigin, feederToday } from '../feeder.js';
import { header } from '../header.js';
import type { Quoted } from '../quote/quoted.js';
import {
  systemdComment,
  systemdExecPath,
  systemdExecWord,
  systemdUnitName,
  systemdValue,
} from '../quote/systemd.js';
import type { Draft, View } from '../types.js';

const ORIGIN = [...feederOrigin, 'watchdog.service'];

/**
 * The unit of a feeder that is a process of its own, and the drop-in that starts it in an image where nobody ran
 * systemctl: presets are applied at a first boot only, and `[Install]` needs a symbolic link.
 */
export function feederUnit(plan: TargetPlan): readonly Draft[] {
  const command = feederCommand(plan);
  if (command === null) return [];
  const unit = unitName(plan);
  const draft = { mode: 0o644, language: 'systemd', state: 'active', origin: ORIGIN } as const;
  return [
    {
      ...draft,
      path: `rootfs/etc/systemd/system/${unit}`,
      template: 'systemd/feeder.service',
      view: unitView(plan, command),
    },
    {
      ...draft,
      path: `rootfs/etc/systemd/system/sysinit.target.d/50-${plan.watchdog.service.name}.conf`,
      template: 'systemd/wants.conf',
      view: { header: header(plan, 'systemd'), unit: systemdUnitName(unit) },
    },
  ];
}

/** watchdogd's own name takes the place of the unit that its package installs, so that there is never a second one. */
function unitName(plan: TargetPlan): string {
  return plan.watchdog.feeder.active?.kind === 'watchdogd'
    ? 'watchdogd.service'
    : `${plan.watchdog.service.name}.service`;
}

/** The command line; null when the feeder is PID 1, an application with a unit of its own, or nothing. */
function feederCommand(plan: TargetPlan): readonly Quoted[] | null {
  switch (feederToday(plan)?.kind) {
    case 'busybox':
      return [systemdExecPath('/bin/busybox'), ...appletArguments(plan).map(systemdExecWord)];
    case 'watchdogd':
      return [
        systemdExecPath('/usr/sbin/watchdogd'),
        ...['-n', '-f', '/etc/watchdogd.conf'].map(systemdExecWord),
      ];
    default:
      return null;
  }
}

function unitView(plan: TargetPlan, command: readonly Quoted[]): View {
  const { driver, feeder, service } = plan.watchdog;
  const after = service.after.map((name) => systemdUnitName(name.includes('.') ? name : `${name}.service`));
  return {
    header: header(plan, 'systemd'),
    description: systemdValue(`Watchdog feeder (${driver.title})`),
    early: after.length === 0,
    after,
    command,
    kill: systemdComment(
      feeder.active?.kind === 'busybox'
        ? 'The applet stops the timer when it gets SIGTERM, just before the part of a shutdown that hangs. SIGKILL leaves it running.'
        : 'SIGKILL leaves the timer running, whatever the daemon does at its end.',
    ),
  };
}
