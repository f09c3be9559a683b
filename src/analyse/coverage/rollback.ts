import { findDriver } from '../../catalogue/index.js';
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
    const shell = waitsInShell(plan) ? ', and one in the emergency shell waits there for a person' : '';
    const rest = slowest([figure('rollback-panic'), figure('rollback-checks')]);
    if (hang.value === null)
      return partly('rolled back', by, rest, `a slot that hangs silently is never reset${shell}`, {
        fix: watchdogFix(plan),
      });
    const holes = [
      ...(figure('init-hang').value === null ? ['one that hangs before the feeder runs is not reset'] : []),
      ...(waitsInShell(plan) ? ['one that ends in the emergency shell waits there for a person'] : []),
    ];
    const worst = figure('rollback');
    return holes.length === 0
      ? covered('rolled back', by, worst)
      : partly('rolled back', by, worst, holes.join('; '));
  },
};

/** systemd's own way, unless the spec says otherwise: systemd issue 7063. */
function waitsInShell({ platform, image }: TargetPlan): boolean {
  return platform.init === 'systemd' && (image.emergency ?? 'shell') === 'shell';
}

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
    const hang = figure('shutdown-hang');
    const hole = lastStep(plan);
    if (hang.value === null || hole === null)
      return byFigure('reset', by, hang, { fix: shutdownFix(plan, kind) });
    return partly('reset', by, hang, hole, { fix: LAST_STEP_FIX });
  },
};

/** Linux 5.8 and newer: drivers/watchdog/watchdog_core.c, module parameter stop_on_reboot. */
const KEEP = 'watchdog.stop_on_reboot=0';
const LAST_STEP_FIX = `add ${KEEP} to the kernel command line, if firmware and boot loader are done within the timeout`;

/**
 * Why the restart itself is unguarded: the driver's reboot notifier stops the timer, also for a kexec. Source: linux 6.1
 * drivers/watchdog/watchdog_core.c, watchdog_reboot_notifier (SYS_DOWN, SYS_HALT); kernel/kexec_core.c, kernel_kexec.
 */
function lastStep({ watchdog: { driver }, rollback }: TargetPlan): string | null {
  if (rollback?.bootargs.includes(KEEP)) return null;
  switch (findDriver(driver.id)?.stopOnReboot.value) {
    case 'yes':
      return `${driver.id} stops the timer for the restart itself: a hang in that last step is not reset`;
    case 'no':
      return null;
    default:
      return `some versions of ${driver.id} stop the timer for the restart itself: a hang in that last step may not be reset`;
  }
}

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
  judge: ({ plan, figure }: Situation) => {
    const { name, image, platform, watchdog } = plan;
    const { active, deferred, forbidden } = watchdog.kexecMs;
    const spoken = active !== null || deferred !== null || forbidden !== null;
    if (image.kexecs === false || (image.kexecs === null && !spoken))
      return none('nothing says that it kexecs');
    const bySystemd = platform.init === 'systemd';
    const hang = figure(bySystemd ? 'kexec-hang' : 'shutdown-hang');
    const by = bySystemd ? 'KExecWatchdogSec' : 'the timer, which runs on without its feeder';
    const hole = lastStep(plan);
    if (hang.value !== null && hole !== null) return partly('reset', by, hang, hole, { fix: LAST_STEP_FIX });
    const asks = `write kexec = { deferred = "10min" } in [target.${name}.watchdog]`;
    const enable = `wdgen enable --target ${name} --setting watchdog.kexec`;
    const fix = bySystemd ? (deferred === null ? asks : enable) : watchdogFix(plan);
    return byFigure('reset', by, hang, { fix });
  },
};
