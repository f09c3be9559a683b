import { sayTime } from '../../core/duration.js';
import type { RollbackPlan } from '../../plan/types.js';
import { feederHang, panicFigure } from './hang.js';
import { bootFigure } from './start.js';
import { added, figureTerm, known, maximum, stageTerm, unknown } from './terms.js';
import type { Context, Figure, Term } from './types.js';

const HEADS = {
  window: {
    id: 'commit-window',
    title: 'Commit window: from the start of the kernel until the slot is marked good',
  },
  cuts: {
    id: 'cuts-to-flip',
    title: 'Power cuts in a row, each in that window, that give up a good slot',
    unit: 'boots',
  },
  hang: {
    id: 'rollback-hang',
    title: 'The new slot hangs after the feeder has started, until the old one runs',
  },
  panic: { id: 'rollback-panic', title: 'The new slot panics, until the old one runs' },
  checks: {
    id: 'rollback-checks',
    title: 'The new slot never passes its health checks, until the old one runs',
  },
  worst: { id: 'rollback', title: 'Worst case until a bad slot is rolled back' },
  terminal: { id: 'terminal', title: 'All slots are broken, until the last resort runs' },
} as const;

/** The figures of boot-count rollback; without it none but the reason. */
export function rollbackFigures(context: Context): readonly Figure[] {
  const { rollback } = context.plan;
  if (rollback?.state !== 'active') {
    const reason = rollback === null ? 'there is no boot-count rollback' : 'rollback is deferred';
    return Object.values(HEADS).map((head) => unknown(head, reason));
  }
  const kinds = [onHang(context, rollback), onPanic(context, rollback), onChecks(context, rollback)];
  return [
    windowFigure(context, rollback),
    cutsFigure(rollback),
    ...kinds,
    worstOf(kinds),
    terminalFigure(context, rollback),
  ];
}

/** Whether a slot that is good is counted at its next boot too. Source: u-boot boot/bootmeth_rauc.c; rauc issue 490. */
export function countsAlways({ scheme }: RollbackPlan): boolean {
  return scheme.startsWith('rauc-');
}

function windowFigure(context: Context, rollback: RollbackPlan): Figure {
  const { checks, timeoutMs } = rollback.commit;
  const label = checks.length === 1 ? 'the health check, at its limit' : 'all health checks, at their limit';
  return known(
    HEADS.window,
    [
      stageTerm(context, 'kernel'),
      stageTerm(context, 'userspace', 'init, until the commit starts'),
      added(label, timeoutMs, 'spec', 'rollback.commit.timeout'),
    ],
    countsAlways(rollback)
      ? ['Each boot of a good slot passes through it: the counter is taken down before and filled up after.']
      : ['Only a slot on trial is counted. One that was marked good is not, however often the power fails.'],
  );
}

/** Source: rauc issue 490: three quick power cuts flip a healthy slot, even months later. */
function cutsFigure(rollback: RollbackPlan): Figure {
  if (!countsAlways(rollback))
    return unknown(HEADS.cuts, 'a slot that is marked good is not counted any more');
  return known(HEADS.cuts, [added('tries of a slot', rollback.tries, 'spec', 'rollback.tries')]);
}

/** What is the same in every kind of failure: each try is a start that ends in a reset; then the other slot starts. */
function triesFigure(
  head: Figure,
  start: Figure | readonly Term[],
  end: Term,
  context: Context,
  rollback: RollbackPlan,
): Figure {
  const { tries } = rollback;
  const starts = Array.isArray(start)
    ? (start as readonly Term[]).map((term) => ({
        ...term,
        label: `broken slot: ${term.label}`,
        times: tries,
      }))
    : [figureTerm('start of the broken slot', start as Figure, tries)];
  const other = figureTerm('start of the other slot', bootFigure(context));
  return known(head, [...starts, { ...end, times: end.times * tries }, other], head.notes);
}

/** The case of a document that says "3 resets of 30 s each, 90 s": it leaves out that the slot has to start three times. */
function onHang(context: Context, rollback: RollbackPlan): Figure {
  const hang = feederHang(context);
  if (hang.value === null)
    return unknown(HEADS.hang, `a slot that hangs silently stays in it: ${hang.reason}`, [
      'Only a power cut ends such a start, and each counts as a try.',
    ]);
  const { tries } = rollback;
  const start = bootFigure(context);
  const note =
    `${tries} x ${sayTime(hang.value)} = ${sayTime(tries * hang.value)} is only the waiting for the resets. ` +
    `Before each of them the slot starts and the feeder opens the device (up to ${sayTime(start.value ?? 0)}), ` +
    'and in the end the other slot has to start.';
  const early =
    'A slot that hangs before the feeder has opened the device is another case: see start-hang and init-hang.';
  const head = { ...unknown(HEADS.hang, ''), notes: [note, early] };
  return triesFigure(head, start, figureTerm('hang until reset', hang), context, rollback);
}

function onPanic(context: Context, rollback: RollbackPlan): Figure {
  const panic = panicFigure(context);
  if (panic.value === null) return unknown(HEADS.panic, panic.reason ?? '');
  const start = (['firmware', 'loader', 'kernel'] as const).map((stage) => stageTerm(context, stage));
  const end = figureTerm('panic until restart', panic);
  return triesFigure(unknown(HEADS.panic, '', panic.notes), start, end, context, rollback);
}

/** The checks fail at the last moment; then wdgen-commit reboots in an orderly way. */
function onChecks(context: Context, rollback: RollbackPlan): Figure {
  const { tries, commit } = rollback;
  const limit = added(
    'health checks, at their limit',
    commit.timeoutMs,
    'spec',
    'rollback.commit.timeout',
    tries,
  );
  const stop = { ...stageTerm(context, 'stop', 'orderly stop of the broken slot'), times: tries };
  return known(HEADS.checks, [
    figureTerm('start of the broken slot', bootFigure(context), tries),
    limit,
    stop,
    figureTerm('start of the other slot', bootFigure(context)),
  ]);
}

function worstOf(kinds: readonly Figure[]): Figure {
  const open = kinds.find(({ value }) => value === null);
  if (open !== undefined) return unknown(HEADS.worst, open.reason ?? '');
  return known(
    HEADS.worst,
    kinds.map(({ id, title, value }) => maximum(title, value ?? 0, 'figure', id)),
  );
}

/** Every slot uses up its tries, refilled ones included; then what `exhausted` says. */
function terminalFigure(context: Context, rollback: RollbackPlan): Figure {
  const { tries, slots, exhausted } = rollback;
  const rounds = exhausted === 'refill-once' ? 2 : 1;
  const starts = tries * slots.length * rounds;
  const hang = feederHang(context);
  const silent = hang.value === null ? [`A slot that hangs silently stays in it: ${hang.reason}.`] : [];
  const ends = [
    ...(hang.value === null
      ? []
      : [maximum(`${starts} times: hang until reset`, starts * hang.value, 'figure', hang.id)]),
    maximum(
      `${starts} times: health checks at their limit, orderly stop`,
      starts * (rollback.commit.timeoutMs + stageTerm(context, 'stop').value),
      'spec',
      'rollback.commit.timeout',
    ),
  ];
  const label = `start of a broken slot (${slots.length} slots, ${tries} tries${rounds === 2 ? ', refilled once' : ''})`;
  return known(
    HEADS.terminal,
    [
      figureTerm(label, bootFigure(context), starts),
      ...ends,
      figureTerm(`start of the last resort (${exhausted})`, bootFigure(context)),
    ],
    silent,
  );
}
