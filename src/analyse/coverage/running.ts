import type { TargetPlan } from '../../plan/types.js';
import { byFigure, covered, none, open, partly, watchdogFix, watchdogName } from './cells.js';
import type { Mode } from './types.js';

export const kernelPanic: Mode = {
  id: 'panic',
  title: 'kernel panics',
  judge: (situation) => {
    const { plan } = situation;
    const panic = situation.figure('panic');
    const byHand = 'the watchdog, which nobody feeds in a panic';
    const by = panic.terms.some(
      ({ source }) => source === 'watchdog.runtime' || source === plan.watchdog.driver.id,
    )
      ? byHand
      : 'panic= of the kernel';
    const flag = `flags.PANIC_TIMEOUT = { active = 10 } in [target.${plan.name}.kernel]`;
    return byFigure('restarted', by, panic, { fix: `write ${flag}` });
  },
};

export const kernelLockup: Mode = {
  id: 'kernel-hang',
  title: 'kernel locks up',
  judge: ({ plan, figure }) =>
    byFigure('reset', watchdogName(plan), figure('kernel-hang'), { fix: watchdogFix(plan) }),
};

/**
 * systemd freezes after a crash of its own (CrashAction, systemd-system.conf(5)) and feeds no more; any other PID 1
 * that ends panics the kernel (linux 6.1 kernel/exit.c, "Attempted to kill init!").
 */
export const pid1: Mode = {
  id: 'pid1',
  title: 'PID 1 hangs or crashes',
  judge: (situation) => {
    const { plan, figure } = situation;
    const feeds = plan.watchdog.feeder.active?.kind === 'systemd';
    if (feeds || !plan.watchdog.armed)
      return byFigure('reset', watchdogName(plan), figure('feeder-hang'), { fix: watchdogFix(plan) });
    const why = 'the feeder is a process of its own and goes on while PID 1 hangs';
    const panic = figure('panic');
    if (plan.platform.init === 'systemd' || panic.value === null)
      return open(why, { fix: plan.platform.init === 'systemd' ? feederFix(plan, 'systemd') : null });
    return partly('restarted', 'the panic of a kernel whose PID 1 ends', panic, why);
  },
};

function feederFix({ name }: TargetPlan, feeder: string): string {
  return `write feeder = { deferred = "${feeder}" } in [target.${name}.watchdog], then: wdgen enable --target ${name}`;
}

export const feederDies: Mode = {
  id: 'feeder',
  title: 'feeder dies',
  judge: ({ plan, figure }) => {
    if (!plan.watchdog.armed)
      return plan.watchdog.feeder.active === null && plan.watchdog.feeder.deferred === null
        ? none('there is no feeder')
        : open(figure('feeder-hang').reason ?? '', { fix: watchdogFix(plan) });
    const supervised = plan.watchdog.feeder.active?.kind !== 'systemd';
    const remarks = supervised
      ? ['Its supervisor starts it again within seconds; only if that fails the reset comes.']
      : [];
    return byFigure('reset', watchdogName(plan), figure('feeder-hang'), { remarks });
  },
};

/** The feeder sees its own loop, nothing else. */
export const userspaceWedge: Mode = {
  id: 'wedge',
  title: 'user space is wedged',
  judge: (situation) => {
    const { plan } = situation;
    const { feeder } = plan.watchdog;
    const watched = plan.services.filter(
      ({ state, watchdogMs }) => state === 'active' && watchdogMs !== null,
    );
    if (plan.watchdog.armed && feeder.active?.kind === 'application')
      return partly(
        'reset',
        `${feeder.active.name}, which feeds from its own loop`,
        situation.figure('feeder-hang'),
        'it sees only what its loop looks at',
      );
    if (watched.length > 0)
      return partly(
        'started again',
        `the heartbeat of ${watched.map(({ unit }) => unit).join(', ')}`,
        null,
        'nothing looks at the rest',
      );
    return open(`${blind(plan)} sees nothing of it`, { fix: wedgeFix(plan) });
  },
};

function blind({ watchdog }: TargetPlan): string {
  if (!watchdog.armed) return 'a watchdog that nobody feeds';
  return watchdog.feeder.active?.kind === 'systemd'
    ? 'PID 1, which feeds,'
    : 'the feeder, which feeds whatever happens,';
}

function wedgeFix(plan: TargetPlan): string {
  const { name, watchdog, platform } = plan;
  if (watchdog.feeder.deferred?.kind === 'application')
    return `wdgen enable --target ${name} --setting watchdog.feeder`;
  return platform.init === 'systemd'
    ? `give the service that matters a heartbeat: [target.${name}.service.NAME] with watchdog = ".."`
    : feederFix(plan, 'application:NAME');
}

/** systemd goes on feeding in emergency mode, and nobody is there to type: systemd issue 7063. */
export const emergency: Mode = {
  id: 'emergency',
  title: 'stops in an emergency shell',
  judge: ({ plan }) => {
    const { init, kind } = plan.platform;
    if (init !== 'systemd')
      return none(`${init === 'busybox' ? 'BusyBox init' : init} has no emergency mode`);
    if (plan.image.emergency === 'reboot')
      return covered('restarted', 'emergency mode, which reboots here', null);
    if (plan.image.emergency === 'continue') return none('emergency mode is switched off here');
    const image = `in [target.${plan.name}.image]`;
    const fix =
      kind === 'nixos'
        ? `set systemd.enableEmergencyMode = false, and write emergency = "continue" ${image}`
        : `let a drop-in for emergency.service reboot, and write emergency = "reboot" ${image}`;
    return open('systemd goes on feeding while it waits for a password', { fix });
  },
};

export const diskFull: Mode = {
  id: 'disk-full',
  title: 'disk is full',
  judge: ({ plan }) => {
    const active = plan.retentions.filter(({ state }) => state === 'active');
    const waits = plan.retentions.length > active.length;
    if (active.length > 0)
      return partly(
        'cleaned up',
        `retention of ${active.map(({ path }) => path).join(', ')}`,
        null,
        'other directories are not looked at',
      );
    const fix = waits
      ? `wdgen enable --target ${plan.name} --setting retention`
      : `bound the directory that grows: [target.${plan.name}.retention.NAME]`;
    return open(waits ? 'the clean-up is deferred' : 'no directory is bounded', { fix });
  },
};
