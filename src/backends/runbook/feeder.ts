import { formatDuration } from '../../core/duration.js';
import type { Feeder, TargetPlan } from '../../plan/types.js';
import { feederToday } from '../feeder.js';
import { rebootDefaultNote, rebootTimeoutMs } from '../manager.js';
import { mdBlock, mdCode, mdText } from '../quote/markdown.js';
import type { View } from '../types.js';

/** Who feeds the device today: the facts, and flags for the paragraphs that differ. */
export function feederView(plan: TargetPlan): View {
  const { watchdog } = plan;
  const today = feederToday(plan);
  const note = plan.platform.init === 'systemd' ? rebootDefaultNote(plan) : null;
  return {
    armed: today !== null,
    name: mdCode(today === null ? 'nobody' : displayName(today)),
    device: mdCode(watchdog.device),
    timeout: mdText(formatDuration(watchdog.runtimeMs.active ?? 0)),
    twice: watchdog.driver.resetsAtExpiry === 2,
    forbidden: watchdog.feeder.forbidden !== null && { reason: mdText(watchdog.feeder.forbidden) },
    rebootNote: note !== null && { text: mdText(note) },
  };
}

function displayName(feeder: Feeder): string {
  if (feeder.kind === 'application') return feeder.name;
  return feeder.kind === 'busybox' ? 'busybox watchdog' : feeder.kind;
}

/** How to keep the machine from being reset while somebody works on it. */
export function benchView(plan: TargetPlan): View {
  const stop = stopCommands(plan);
  const systemd = plan.platform.init === 'systemd';
  const ms = rebootTimeoutMs(plan);
  return {
    // Source: kernel-command-line(7), systemd.watchdog_sec=.
    cmdline: feederToday(plan)?.kind === 'systemd' && mdCode('systemd.watchdog_sec=off'),
    reboot: systemd && ms !== null && { time: mdText(`at most ${formatDuration(ms)}`) },
    nowayout: plan.watchdog.nowayout.active === true || plan.watchdog.driver.nowayout === 'forced',
    stop: stop !== null && { block: mdBlock('sh', stop) },
  };
}

/**
 * The commands that stop today's timer in an orderly way; null where there are none. Sources: systemd 252
 * src/core/dbus-manager.c (RuntimeWatchdogUSec is writable, 0 closes and disarms: src/shared/watchdog.c); busybox
 * 1.35.0 miscutils/watchdog.c (SIGTERM writes the magic V); s6-svc(1), `-O` and `-t`; watchdogd 4.1 src/watchdogctl.c.
 */
function stopCommands(plan: TargetPlan): string | null {
  const { name } = plan.watchdog.service;
  const kind = feederToday(plan)?.kind;
  if (kind === 'systemd')
    return [
      'busctl set-property org.freedesktop.systemd1 /org/freedesktop/systemd1 \\',
      '  org.freedesktop.systemd1.Manager RuntimeWatchdogUSec t 0',
    ].join('\n');
  if (kind === 'watchdogd') return 'watchdogctl disable';
  if (kind !== 'busybox') return null;
  switch (plan.platform.init) {
    case 'systemd':
      return [
        `mkdir -p /run/systemd/system/${name}.service.d`,
        `printf '[Service]\\nKillSignal=SIGTERM\\n' > /run/systemd/system/${name}.service.d/bench.conf`,
        `systemctl daemon-reload && systemctl stop ${name}.service`,
      ].join('\n');
    case 's6-rc':
      return `s6-svc -O -t /run/service/${name}`;
    case 'busybox':
      return "sed -i '/watchdog-feeder/s/^/#/' /etc/inittab && kill -HUP 1 && killall -TERM watchdog";
    case 'sysv':
      return 'killall -TERM watchdog';
  }
}
