import type { TargetPlan } from '../../plan/types.js';
import type { Figure } from '../timeline.js';
import { byFigure, covered, none, open, partly, slowest } from './cells.js';
import type { Cell, Mode, Situation } from './types.js';

/** What is said of several things of one kind at once. */
interface Several {
  readonly figures: readonly Figure[];
  readonly by: string;
  readonly missing: string;
  readonly fix: string;
}

/** The slowest of several counts; one without a figure leaves a hole. */
function judgeAll({ figures, by, missing, fix }: Several): Cell {
  if (figures.length === 0) return open(missing, { fix });
  const known = figures.filter(({ value }) => value !== null);
  const hole = figures.find(({ value }) => value === null);
  const worst = slowest(known);
  const remarks = worst?.notes ?? [];
  if (hole === undefined) return covered('started again', by, worst, { remarks });
  if (known.length === 0) return open(hole.reason ?? '', { fix });
  return partly('started again', by, worst, hole.reason ?? '', { fix, remarks });
}

function heartbeatFix({ name, platform, services }: TargetPlan): string {
  if (services.some(({ state }) => state === 'deferred'))
    return `wdgen enable --target ${name} --setting service`;
  return platform.init === 'systemd'
    ? `write [target.${name}.service.NAME] with type = "notify" and watchdog = ".."`
    : 'a heartbeat of the application itself: only it can feed from its loop (feeder = "application:NAME")';
}

export const serviceStall: Mode = {
  id: 'service-stall',
  title: 'service stalls',
  judge: (situation) =>
    judgeAll({
      figures: situation.figures('service-stall:'),
      by: 'systemd, which misses the heartbeat (WatchdogSec)',
      missing: monitored(situation) ?? 'no service has a heartbeat',
      fix: heartbeatFix(situation.plan),
    }),
};

function monitored({ plan }: Situation): string | null {
  return plan.monitors.length === 0 ? null : 'a monitor sees a process that is gone, not one that hangs';
}

export const serviceCrash: Mode = {
  id: 'service-crash',
  title: 'service crashes',
  judge: ({ plan, figures }) =>
    judgeAll({
      figures: [
        ...figures('service-crash:'),
        ...(plan.services.length === 0 ? figures('process-gone:') : []),
      ],
      by: plan.services.length === 0 ? 'the monitor' : 'systemd (Restart=)',
      missing: 'no service is described; its own unit or supervisor may start it again',
      fix: heartbeatFix(plan),
    }),
};

export const processGone: Mode = {
  id: 'process-gone',
  title: 'process is gone',
  judge: ({ plan, figures }) => {
    const gone = figures('process-gone:');
    const crash = figures('service-crash:');
    if (gone.length === 0 && crash.length > 0)
      return endsCleanly(
        plan,
        judgeAll({ figures: crash, by: 'systemd (Restart=)', missing: '', fix: heartbeatFix(plan) }),
      );
    const deferred = plan.monitors.some(({ state }) => state === 'deferred');
    const fix = deferred
      ? `wdgen enable --target ${plan.name} --setting monitor`
      : `write [target.${plan.name}.monitor.NAME] with process and restart`;
    return judgeAll({
      figures: gone,
      by: 'the monitor, which looks for it',
      missing: 'no process is looked for',
      fix,
    });
  },
};

/**
 * A process can be gone without a failure: it exits with 0, or somebody sends it SIGTERM. Only Restart=always starts it
 * again then. Source: systemd.service(5), table of Restart=.
 */
function endsCleanly({ name, services }: TargetPlan, cell: Cell): Cell {
  const quiet = services.filter(
    ({ state, restart }) => state === 'active' && restart !== null && restart !== 'always',
  );
  if (cell.verdict !== 'covered' || quiet.length === 0) return cell;
  const [first] = quiet;
  const why = `${quiet.map(({ unit }) => unit).join(', ')} stays down when it ends without an error (exit status 0, SIGTERM)`;
  const fix = `write restart = "always" in [target.${name}.service.${first?.name}], if it is never to end`;
  return { ...cell, verdict: 'partly', why, fix };
}

export const networkWedge: Mode = {
  id: 'network-wedge',
  title: 'network is wedged here',
  judge: ({ plan, figure }) => {
    const { network, name } = plan;
    const repair = figure('network-repair');
    const fix =
      network === null ? `write [target.${name}.network]` : `wdgen enable --target ${name} --setting network`;
    if (repair.value === null) return open(repair.reason ?? '', { fix });
    const reboot = figure('network-reboot');
    if (reboot.value === null)
      return partly('repaired', 'the steps of network self-heal', repair, reboot.reason ?? '', { fix });
    return byFigure('rebooted', 'network self-heal, when no step helps', reboot, { remarks: reboot.notes });
  },
};

/** Health checks that ask the network let an outage spend the tries of a good slot. */
const ASKS_NETWORK = /network|online|ping|internet|gateway|dns/i;

export const networkOutage: Mode = {
  id: 'network-outage',
  title: 'network is out elsewhere',
  judge: ({ plan, figure }) => {
    const { network, rollback } = plan;
    const asks =
      rollback?.state === 'active' &&
      rollback.commit.checks.some((check) =>
        ASKS_NETWORK.test(check.kind === 'program' ? check.path : check.name),
      );
    const perDay = figure('reboots-per-day').value;
    const bounded = perDay !== null && network !== null;
    const by = `the budget: at most ${perDay} reboots a day, ${network?.reboot.neverUp} in a row without a link`;
    if (asks) {
      const why = 'a health check asks the network: an outage during starts gives up a slot that is good';
      const fix = 'choose health checks that ask this machine only';
      return bounded ? partly('bounded', by, null, why, { fix }) : open(why, { fix });
    }
    return bounded ? covered('bounded', by, null) : none('nothing here reboots because of it');
  },
};
