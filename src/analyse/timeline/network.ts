import type { NetworkPlan } from '../../plan/types.js';
import { bootFigure } from './start.js';
import { added, figureTerm, known, stageTerm, unknown } from './terms.js';
import type { Context, Figure, Term } from './types.js';

const DAY_MS = 86_400_000;

const HEADS = {
  repair: { id: 'network-repair', title: 'The network is dead, until every repair step was taken once' },
  reboot: {
    id: 'network-reboot',
    title: 'The network is dead and no repair helps, until the machine has rebooted',
  },
  perDay: {
    id: 'reboots-per-day',
    title: 'Reboots by network self-heal, in a day of running time',
    unit: 'reboots',
  },
  never: { id: 'reboots-never-up', title: 'Reboots in a row while the link never comes up', unit: 'reboots' },
} as const;

/** The figures of network self-heal. */
export function networkFigures(context: Context): readonly Figure[] {
  const { network } = context.plan;
  if (network === null || network.state === 'deferred') {
    const reason = network === null ? 'there is no network self-heal' : 'network self-heal is deferred';
    return Object.values(HEADS).map((head) => unknown(head, reason));
  }
  return [repairFigure(network), rebootFigure(context, network), ...boundFigures(network)];
}

function repairFigure(network: NetworkPlan): Figure {
  return known(HEADS.repair, roundTerms(network, 1), [
    'A step whose guard holds, or that rests, is skipped.',
  ]);
}

/** One failed round at worst: the pause before it, the probes before and after every step, and the steps. */
function roundTerms(network: NetworkPlan, rounds: number): readonly Term[] {
  const { everyMs, jitterMs, steps, probes, healthy } = network;
  const asked = probes.filter(({ name }) => healthy.probes.includes(name));
  const once = asked.reduce((sum, { timeoutMs }) => sum + timeoutMs, 0);
  const acting = steps.reduce((sum, { timeoutMs, settleMs }) => sum + timeoutMs + settleMs, 0);
  const times = rounds === 1 ? '' : `, ${rounds} rounds`;
  return [
    added(`until the next round starts${times}`, everyMs + jitterMs, 'spec', 'network.every', rounds),
    added(
      `all probes at their limit, before and after each step${times}`,
      once * (steps.length + 1),
      'spec',
      'network.probe',
      rounds,
    ),
    added(`all steps at their limit, and their pauses${times}`, acting, 'spec', 'network.step', rounds),
  ];
}

function rebootFigure(context: Context, network: NetworkPlan): Figure {
  const { reboot } = network;
  if (reboot.state === 'deferred')
    return unknown(HEADS.reboot, 'the reboot at the end of the ladder is deferred');
  return known(
    HEADS.reboot,
    [
      ...roundTerms(network, reboot.rounds),
      stageTerm(context, 'stop'),
      figureTerm('start until the feeder runs', bootFigure(context)),
    ],
    [
      'A guard or a veto that holds, or a budget that is used up, puts the reboot off for as long as that lasts.',
    ],
  );
}

function boundFigures({ reboot }: NetworkPlan): readonly Figure[] {
  const { max, windowMs, neverUp } = reboot;
  if (reboot.state === 'deferred') {
    const reason = 'the reboot at the end of the ladder is deferred';
    return [unknown(HEADS.perDay, reason), unknown(HEADS.never, reason)];
  }
  const windows = Math.ceil(DAY_MS / windowMs);
  return [
    known(
      HEADS.perDay,
      [added('reboots in a window', max, 'spec', 'network.reboot.max', windows)],
      ['The budget counts running time across boots, not the wall clock.'],
    ),
    known(HEADS.never, [
      added('reboots without a link in between', neverUp, 'spec', 'network.reboot.never-up'),
    ]),
  ];
}
