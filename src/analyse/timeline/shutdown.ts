import { formatDuration } from '../../core/duration.js';
import { rebootWatchdog } from '../../plan/reboot-watchdog.js';
import type { TargetPlan } from '../../plan/types.js';
import { feederHang } from './hang.js';
import { known, stageTerm, unknown } from './terms.js';
import { hardwareTimeout } from './timeout.js';
import type { Context, Figure } from './types.js';

const SHUTDOWN = {
  id: 'shutdown-hang',
  title: 'A shutdown or reboot hangs, until the hardware resets',
} as const;
const KEXEC = { id: 'kexec-hang', title: 'A kexec hangs, until the hardware resets' } as const;

/** From the order to stop until reset, when the stop hangs. */
export function shutdownHang(context: Context): Figure {
  return context.plan.platform.init === 'systemd' ? underSystemd(context) : byFeeder(context);
}

/** systemd arms the device when the services have stopped. */
function underSystemd(context: Context): Figure {
  const { plan } = context;
  const { kind, ms } = rebootWatchdog(plan);
  if (ms === null) return unknown(SHUTDOWN, refusal(plan, kind));
  const asked = {
    label: kind === 'set' ? 'RebootWatchdogSec' : "RebootWatchdogSec, systemd's own default",
    ms,
    from: kind === 'set' ? ('spec' as const) : ('systemd' as const),
    source: kind === 'set' ? 'watchdog.reboot' : 'systemd 252 src/core/main.c:2423',
  };
  const { terms, reason } = hardwareTimeout(plan, asked, 'process');
  if (terms === null) return unknown(SHUTDOWN, reason);
  return known(
    SHUTDOWN,
    [stageTerm(context, 'stop', 'stop of the services, until systemd-shutdown runs'), ...terms],
    [
      'A service that does not stop is killed after its TimeoutStopSec (90s by default): that belongs to boot.stop.',
    ],
  );
}

function refusal({ watchdog: { driver, rebootMs } }: TargetPlan, kind: string): string {
  if (kind === 'off') return `it is switched off: ${rebootMs.forbidden}`;
  const wanted = formatDuration(rebootMs.active ?? 600_000);
  return `${driver.id} refuses ${wanted}; systemd then closes the device`;
}

/** Inits that end every process with SIGTERM, on which the applet stops the timer (run with strace, BusyBox 1.35.0). */
const DISARMING = new Set(['busybox', 'sysv']);

/** Without systemd the timer of today simply runs on when its feeder is gone, unless the feeder stops it. */
function byFeeder(context: Context): Figure {
  const { init } = context.plan.platform;
  const { feeder, nowayout, driver } = context.plan.watchdog;
  const hang = feederHang(context);
  if (hang.value === null) return unknown(SHUTDOWN, hang.reason ?? '');
  if (feeder.active?.kind === 'application')
    return unknown(SHUTDOWN, `whether ${feeder.active.name} stops the timer when it ends is up to it`);
  const keeps = (nowayout.active === true && driver.nowayout !== 'ignored') || driver.nowayout === 'forced';
  if (DISARMING.has(init) && !keeps)
    return unknown(SHUTDOWN, 'init ends the feeder with SIGTERM, on which it stops the timer');
  return known(SHUTDOWN, hang.terms, [
    'Counted from the end of the feeder, which is among the first that are stopped.',
  ]);
}

/** systemd keeps the timer running into the next kernel. */
export function kexecHang(context: Context): Figure {
  const { kexecMs } = context.plan.watchdog;
  const ms = kexecMs.active;
  if (ms === null) return unknown(KEXEC, kexecReason(context.plan));
  const asked = { label: 'KExecWatchdogSec', ms, from: 'spec', source: 'watchdog.kexec' } as const;
  const { terms, reason } = hardwareTimeout(context.plan, asked, 'process');
  if (terms === null) return unknown(KEXEC, reason);
  return known(KEXEC, [stageTerm(context, 'stop', 'stop of the services'), ...terms]);
}

/** Off unless somebody sets it: systemd 252 src/core/main.c:2424. */
function kexecReason({ platform, image, watchdog: { kexecMs } }: TargetPlan): string {
  if (kexecMs.forbidden !== null) return `it is forbidden: ${kexecMs.forbidden}`;
  if (kexecMs.deferred !== null) return 'it is deferred';
  if (image.kexecs !== true) return 'there is no word in the spec of a kexec';
  return platform.init === 'systemd'
    ? 'KExecWatchdogSec is not set, and its default is off'
    : 'nothing arms the watchdog for a kexec';
}
