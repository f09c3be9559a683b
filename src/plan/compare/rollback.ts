import { sayDuration } from '../../core/duration.js';
import type { HealthCheck, RollbackPlan, SlotPlan } from '../types.js';
import type { Draft, Risk } from './change.js';
import { changedLeaves, same } from './leaves.js';

/** What changes about the rollback. Of what is only documented, no change is graver than that. */
export function compareRollback(before: RollbackPlan | null, after: RollbackPlan | null): Draft[] {
  if (before === null || after === null) return comeOrGone(before, after);
  const state = compareState(before, after);
  const found = [
    ...compareNumbers(before, after),
    ...compareExhausted(before, after),
    ...compareSlots(before.slots, after.slots),
    ...compareEnvironment(before, after),
    ...compareChecks(before.commit.checks, after.commit.checks),
  ];
  const enforced = before.state === 'active' || after.state === 'active';
  return [
    ...state,
    ...(enforced ? found : found.map((draft) => ({ ...draft, risk: documented(draft.risk) }))),
  ];
}

/** How grave a change of something that is not enforced can be. */
export function documented(risk: Risk): Risk {
  return risk === 'cosmetic' ? risk : 'documents';
}

function comeOrGone(before: RollbackPlan | null, after: RollbackPlan | null): Draft[] {
  if (before === after) return [];
  const at = ['rollback'];
  const sides = {
    before: before === null ? null : summary(before),
    after: after === null ? null : summary(after),
  };
  if (after !== null)
    return after.state === 'active'
      ? [{ at, risk: 'arms', sentence: promise(after), ...sides }]
      : [{ at, risk: 'documents', sentence: 'a rollback is planned, and not enforced', ...sides }];
  return before?.state === 'active'
    ? [
        {
          at,
          risk: 'disarms',
          sentence: 'nothing counts boots any more: a slot that does not come up is booted again and again',
          ...sides,
        },
      ]
    : [{ at, risk: 'documents', sentence: 'no rollback is planned any more', ...sides }];
}

function summary({ state, scheme, slots }: RollbackPlan): string {
  return `${scheme} (${state}), slots ${slots.map(({ name }) => name).join(', ')}`;
}

function promise({ tries, slots }: RollbackPlan): string {
  const [first, ...others] = slots.map(({ name }) => name);
  const then = others.length === 0 ? 'the next slot' : `slot ${others.join(', then ')}`;
  return `boots are counted now: after ${tries} of slot ${first} that nobody marked good, ${then} boots`;
}

function compareState(before: RollbackPlan, after: RollbackPlan): Draft[] {
  if (before.state === after.state) return [];
  const sides = { before: before.state, after: after.state };
  const at = ['rollback', 'state'];
  return after.state === 'active'
    ? [{ at, risk: 'arms', sentence: promise(after), ...sides }]
    : [
        {
          at,
          risk: 'disarms',
          sentence: 'the rollback is only documented: boots are not counted any more',
          ...sides,
        },
      ];
}

/** Limits: less of each is stricter, but for the pause between tries. */
function compareNumbers(before: RollbackPlan, after: RollbackPlan): Draft[] {
  const times = [
    limit(['rollback', 'panicMs'], before.panicMs, after.panicMs, 'after a panic the kernel reboots'),
    limit(
      ['rollback', 'rootDelayMs'],
      before.rootDelayMs,
      after.rootDelayMs,
      'a missing root file system spends the try',
    ),
    limit(
      ['rollback', 'commit', 'timeoutMs'],
      before.commit.timeoutMs,
      after.commit.timeoutMs,
      'a boot that is not healthy is given up',
    ),
    pause(before.commit.retryMs, after.commit.retryMs),
  ];
  if (before.tries === after.tries) return times.flat();
  const sentence = `a slot gets ${after.tries} ${after.tries === 1 ? 'try' : 'tries'} instead of ${before.tries} before the next one boots`;
  const sides = { before: String(before.tries), after: String(after.tries) };
  const risk = after.tries < before.tries ? 'tightens' : 'loosens';
  return [{ at: ['rollback', 'tries'], risk, sentence, ...sides }, ...times.flat()];
}

function limit(at: readonly string[], from: number, to: number, what: string): Draft[] {
  if (from === to) return [];
  const [before, after] = [sayDuration(from), sayDuration(to)];
  const risk = to < from ? 'tightens' : 'loosens';
  return [{ at, risk, sentence: `${what} after ${after} instead of ${before}`, before, after }];
}

function pause(from: number, to: number): Draft[] {
  if (from === to) return [];
  const [before, after] = [sayDuration(from), sayDuration(to)];
  const sentence = `failed health checks are tried again every ${after} instead of ${before}`;
  return [
    {
      at: ['rollback', 'commit', 'retryMs'],
      risk: to > from ? 'tightens' : 'loosens',
      sentence,
      before,
      after,
    },
  ];
}

const ENDS = {
  'refill-once': 'all counters are refilled once, then it stays degraded',
  recovery: 'the recovery system boots',
  'stay-degraded': 'the first slot boots without counting',
} as const;

function compareExhausted({ exhausted: before }: RollbackPlan, { exhausted: after }: RollbackPlan): Draft[] {
  if (before === after) return [];
  const sentence = `when every slot is used up, ${ENDS[after]} (before: ${ENDS[before]})`;
  return [{ at: ['rollback', 'exhausted'], risk: 'boots', sentence, before, after }];
}

function compareSlots(before: readonly SlotPlan[], after: readonly SlotPlan[]): Draft[] {
  const [old, now] = [before, after].map((slots) => slots.map(({ name }) => name));
  if (old === undefined || now === undefined || same(old, now)) return [];
  const sides = (name: string) => ({
    before: old.includes(name) ? name : null,
    after: now.includes(name) ? name : null,
  });
  const at = (name: string) => ['rollback', 'slots', name];
  const drafts: Draft[] = [
    ...now
      .filter((name) => !old.includes(name))
      .map((name) => ({
        at: at(name),
        risk: 'boots' as const,
        sentence: `slot ${name} is booted, too`,
        ...sides(name),
      })),
    ...old
      .filter((name) => !now.includes(name))
      .map((name) => ({
        at: at(name),
        risk: 'boots' as const,
        sentence: `slot ${name} is not booted any more`,
        ...sides(name),
      })),
  ];
  if (drafts.length > 0) return drafts;
  const order = { before: old.join(', '), after: now.join(', ') };
  return [
    {
      at: at(''),
      risk: 'boots',
      sentence: `slot ${now[0]} is tried first: the order is ${order.after}`,
      ...order,
    },
  ];
}

function compareEnvironment(before: RollbackPlan, after: RollbackPlan): Draft[] {
  const at = ['rollback', 'environment'];
  const all = changedLeaves(before.environment, after.environment);
  if (all.length === 0) return [];
  const say = (value: unknown) => (value === null ? null : JSON.stringify(value));
  const sentence =
    "U-Boot's environment lies elsewhere or has another size: counters and variables of the old one are not read any more";
  const sides = { before: say(before.environment), after: say(after.environment) };
  return [{ at, risk: 'boots', sentence, ...sides }];
}

function compareChecks(before: readonly HealthCheck[], after: readonly HealthCheck[]): Draft[] {
  const at = ['rollback', 'commit', 'checks'];
  const [old, now] = [before.map(checkWord), after.map(checkWord)];
  if (same(old, now)) return [];
  const sides = { before: old.join(', '), after: now.join(', ') };
  const added = now.filter((check) => !old.includes(check));
  const removed = old.filter((check) => !now.includes(check));
  const drafts: Draft[] = [
    ...(added.length === 0
      ? []
      : [
          {
            at,
            risk: 'tightens' as const,
            sentence: `a boot is good only when also ${added.join(', ')} is`,
            ...sides,
          },
        ]),
    ...(removed.length === 0
      ? []
      : [
          {
            at,
            risk: 'loosens' as const,
            sentence: `a boot is good without ${removed.join(', ')}`,
            ...sides,
          },
        ]),
  ];
  if (drafts.length > 0) return drafts;
  return [{ at, risk: 'cosmetic', sentence: 'the health checks run in another order', ...sides }];
}

function checkWord(check: HealthCheck): string {
  return check.kind === 'unit' ? `unit:${check.name}` : check.path;
}
