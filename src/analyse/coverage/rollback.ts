import { rebootWatchdog } from '../../plan/reboot-watchdog.js';
import type { RollbackPlan, TargetPlan } from '../../plan/types.js';
import { byFigure, covered, none, open, partly, slowest, watchdogFix } from './cells.js';
import type { Mode, Situation } from './types.js';

/** Why nothing but this slot boots. */
export function stayName({ rollback }: TargetPlan): string {
  if (rollback === null) return 'nothing else is booted instead';
  return rollback.state === 'deferred' ? 'rollback is deferred' : 'the boot loader may wait for a key';
}

function rollbackFix({ name, rollback }: TargetPlan): string {
  return rollback === null
    ? `write [target.${name}.rollback]`
    : `wdgen enable --target ${name} --setting rollback`;
}

export const newSlot: Mode = {
  id: 'new-slot',
  title: 'new slot is broken',
  judge: (situation) => {
    const { plan, figure } = situation;
    if (plan.rollback?.state !== 'active')
      return open(figure('rollback').reason ?? '', { fix: rollbackFix(plan) });
    const { tries } = plan.rollback;
    const by = `boot-count rollback, after ${tries} ${tries === 1 ? 'try' : 'tries'}`;
    const hang = figure('rollback-hang');
    const rest = slowest([figure('rollback-panic'), figure('rollback-checks')]);
    if (hang.value === null)
      return partly('rolled back', by, rest, 'a slot that hangs silently is never reset', {
        fix: watchdogFix(plan),
      });
    const early =
      figure('init-hang').value === null ? 'one that hangs before the feeder runs is not reset' : null;
    const worst = figure('rollback');
    return early === null ? covered('rolled back', by, worst) : partly('rolled back', by, worst, early);
  },
};

export const environment: Mode = {
  id: 'environment',
  title: 'boot counters are corrupt',
  judge: ({ plan, figure }) => {
    const { rollback } = plan;
    if (rollback?.state !== 'active') return none('there are no boot counters');
    const where = rollback.environment;
    const boot = figure('boot');
    if (where === null)
      return partly('boots all the same', COUNTERS[rollback.scheme], boot, 'the counters are lost');
    if ('redundantOffset' in where && where.redundantOffset !== null)
      return covered('boots all the same', 'the redundant copy', boot, {
        remarks: [
          'The copy is one write older: at most one try is counted wrong. With both lost the defaults boot.',
        ],
      });
    const fix =
      where.medium === 'fat' ? null : `write redundant-offset in [target.${plan.name}.rollback.environment]`;
    return partly(
      'boots all the same',
      "U-Boot's built-in defaults",
      boot,
      'order and counters are the defaults again',
      { fix },
    );
  },
};

/** Source: systemd-boot(7), boot counting; GRUB manual, grub-editenv: a block that cannot be read counts as empty. */
const COUNTERS: Readonly<Record<RollbackPlan['scheme'], string>> = {
  'rauc-uboot': '',
  'rauc-bootmeth': '',
  'uboot-bootcount': '',
  'systemd-boot': 'the boot menu, which takes an entry without a counter for a good one',
  grub: 'the boot menu, whose first entry boots',
};

export const powerCut: Mode = {
  id: 'power-cut',
  title: 'power cut during the commit',
  judge: ({ plan, figure }) => {
    const { rollback, name } = plan;
    if (rollback?.state !== 'active') return none('no slot is marked good');
    const cuts = figure('cuts-to-flip').value;
    const window = figure('commit-window');
    const remarks =
      cuts === null
        ? []
        : [`${cuts} power cuts in a row, each in the commit window, give up a slot that is good.`];
    const where = rollback.environment;
    const safe = where !== null && 'redundantOffset' in where && where.redundantOffset !== null;
    if (safe)
      return covered('marked at the next boot', 'one write, of which the older copy survives', window, {
        remarks,
      });
    const fix =
      where === null || where.medium === 'fat'
        ? null
        : `write redundant-offset in [target.${name}.rollback.environment]`;
    return partly(
      'marked at the next boot',
      'one write',
      window,
      'it has no second copy: a cut in the middle of it loses the counters',
      { fix, remarks },
    );
  },
};

export const shutdownHangs: Mode = {
  id: 'shutdown',
  title: 'shutdown or reboot hangs',
  judge: ({ plan, figure }) => {
    const { kind } = rebootWatchdog(plan);
    const by =
      { set: 'RebootWatchdogSec', default: "systemd's own RebootWatchdogSec" }[kind as string] ??
      'the timer, which runs on without its feeder';
    return byFigure('reset', by, figure('shutdown-hang'), { fix: shutdownFix(plan, kind) });
  },
};

function shutdownFix(plan: TargetPlan, kind: string): string | null {
  const { name, watchdog, platform } = plan;
  if (kind === 'off') return null;
  if (kind === 'refused')
    return `write reboot = { active = ".." } in [target.${name}.watchdog], not above what the driver holds`;
  if (!watchdog.armed) return watchdogFix(plan);
  const disarms = platform.init === 'busybox' || platform.init === 'sysv';
  return disarms ? `write nowayout = { active = true } in [target.${name}.watchdog]` : null;
}

export const kexecHangs: Mode = {
  id: 'kexec',
  title: 'kexec hangs',
  judge: (situation: Situation) => {
    const { plan, figure } = situation;
    const { kexecMs } = plan.watchdog;
    const shutdown = figure('shutdown-hang');
    if (plan.platform.init !== 'systemd' && shutdown.value !== null)
      return partly(
        'reset',
        'the timer, which runs on without its feeder',
        shutdown,
        'a driver that stops at a reboot leaves the jump itself unguarded',
      );
    const { name } = plan;
    const fix =
      plan.platform.init !== 'systemd'
        ? watchdogFix(plan)
        : kexecMs.deferred === null
          ? `write kexec = { deferred = "10min" } in [target.${name}.watchdog], if this machine uses kexec`
          : `wdgen enable --target ${name} --setting watchdog.kexec`;
    return byFigure('reset', 'KExecWatchdogSec', figure('kexec-hang'), { fix });
  },
};
