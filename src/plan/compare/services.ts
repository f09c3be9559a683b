import { sayDuration } from '../../core/duration.js';
import type { MonitorPlan, ServicePlan, TargetPlan } from '../types.js';
import type { Draft, Risk } from './change.js';
import { same } from './leaves.js';
import { documented } from './rollback.js';

/** What changes inside services and process monitors; that they come, go or change their state is told elsewhere. */
export function compareServices(before: TargetPlan, after: TargetPlan): Draft[] {
  return [
    ...compareNamed('services', before.services, after.services, compareService),
    ...compareNamed('monitors', before.monitors, after.monitors, compareMonitor),
  ];
}

interface Named {
  readonly name: string;
  readonly state: 'active' | 'deferred';
}

function compareNamed<T extends Named>(
  list: string,
  before: readonly T[],
  after: readonly T[],
  inside: (at: readonly string[], before: T, after: T) => Draft[],
): Draft[] {
  return before.flatMap((old) => {
    const now = after.find(({ name }) => name === old.name);
    if (now === undefined) return [];
    const found = inside([list, old.name], old, now);
    const enforced = old.state === 'active' || now.state === 'active';
    return enforced ? found : found.map((draft) => ({ ...draft, risk: documented(draft.risk) }));
  });
}

function compareService(at: readonly string[], before: ServicePlan, after: ServicePlan): Draft[] {
  return [
    ...compareWatchdog(at, before, after),
    ...compareRestart(at, before, after),
    ...compareLimit(at, before, after),
    ...compareAction(at, before, after),
  ];
}

function compareWatchdog(at: readonly string[], before: ServicePlan, after: ServicePlan): Draft[] {
  const [from, to] = [before.watchdogMs, after.watchdogMs];
  if (from === to) return [];
  const sides = {
    before: from === null ? null : sayDuration(from),
    after: to === null ? null : sayDuration(to),
  };
  const place = { at: [...at, 'watchdogMs'], ...sides };
  if (to === null)
    return [
      {
        ...place,
        risk: 'disarms',
        sentence: `${after.unit} is not watched any more: when it hangs, it stays so`,
      },
    ];
  if (from === null)
    return [
      {
        ...place,
        risk: 'arms',
        sentence: `${after.unit} is killed when it has sent no heartbeat for ${sides.after}`,
      },
    ];
  const sentence = `${after.unit} is killed after ${sides.after} without a heartbeat instead of ${sides.before}`;
  return [{ ...place, risk: to < from ? 'tightens' : 'loosens', sentence }];
}

/** How many ways to end lead to a restart. */
const RESTART_RANK: Readonly<Record<NonNullable<ServicePlan['restart']>, number>> = {
  no: 0,
  'on-abort': 1,
  'on-watchdog': 1,
  'on-abnormal': 2,
  'on-failure': 3,
  always: 4,
};

function compareRestart(at: readonly string[], before: ServicePlan, after: ServicePlan): Draft[] {
  const [from, to] = [before.restart, after.restart];
  if (from === to) return [];
  const rank = (word: ServicePlan['restart']) => (word === null ? 0 : (RESTART_RANK[word] ?? 0));
  const risk = rank(to) < rank(from) ? 'loosens' : 'tightens';
  const sentence =
    to === null
      ? `when ${after.unit} is restarted is left to its own unit (it was ${from})`
      : `${after.unit} is restarted by ${to}${from === null ? '' : ` instead of ${from}`}`;
  return [{ at: [...at, 'restart'], risk, sentence, before: from, after: to }];
}

/** Fewer starts in more time: systemd gives up sooner. */
function compareLimit(at: readonly string[], before: ServicePlan, after: ServicePlan): Draft[] {
  const [from, to] = [before.startLimit, after.startLimit];
  if (same(from, to)) return [];
  const say = (limit: ServicePlan['startLimit']) =>
    limit === null ? null : `${limit.burst} starts in ${sayDuration(limit.intervalMs)}`;
  const pace = (limit: ServicePlan['startLimit']) =>
    limit === null ? Number.POSITIVE_INFINITY : limit.burst / limit.intervalMs;
  const risk: Risk = pace(to) <= pace(from) ? 'tightens' : 'loosens';
  const sides = { before: say(from), after: say(to) };
  const sentence =
    to === null
      ? `when ${after.unit} is given up is left to systemd (it was after ${sides.before})`
      : `${after.unit} is given up after ${sides.after}${from === null ? '' : ` instead of ${sides.before}`}`;
  return [{ at: [...at, 'startLimit'], risk, sentence, ...sides }];
}

function compareAction(at: readonly string[], before: ServicePlan, after: ServicePlan): Draft[] {
  const [from, to] = [before.onFailure, after.onFailure];
  if (from === to) return [];
  const reboots = (action: ServicePlan['onFailure']) => action !== null && action !== 'none';
  const sentence = reboots(to)
    ? `the machine reboots when ${after.unit} is given up (${to})`
    : `the machine does not reboot ${reboots(from) ? 'any more ' : ''}when ${after.unit} is given up`;
  const risk = reboots(from) === reboots(to) ? 'boots' : reboots(to) ? 'arms' : 'disarms';
  return [{ at: [...at, 'onFailure'], risk, sentence, before: from, after: to }];
}

function compareMonitor(at: readonly string[], before: MonitorPlan, after: MonitorPlan): Draft[] {
  const every = { from: before.everyMs, to: after.everyMs };
  const budget = { from: before.restartsPerHour, to: after.restartsPerHour };
  const pace = `${after.process} is looked for every ${sayDuration(every.to)} instead of ${sayDuration(every.from)}`;
  const limit = `${after.restart.service} is restarted at most ${budget.to} times in an hour instead of ${budget.from}`;
  return [
    ...(every.from === every.to
      ? []
      : [
          {
            at: [...at, 'everyMs'],
            risk: every.to < every.from ? ('tightens' as const) : ('loosens' as const),
            sentence: pace,
            before: sayDuration(every.from),
            after: sayDuration(every.to),
          },
        ]),
    ...(budget.from === budget.to
      ? []
      : [
          {
            at: [...at, 'restartsPerHour'],
            risk: budget.to < budget.from ? ('tightens' as const) : ('loosens' as const),
            sentence: limit,
            before: String(budget.from),
            after: String(budget.to),
          },
        ]),
  ];
}
