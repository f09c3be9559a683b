import { sayDuration } from '../../core/duration.js';
import type { KeyPath } from '../../core/path.js';
import type { LadderRebootPlan, NetworkPlan } from '../types.js';
import { inWords } from '../words.js';
import type { Draft, Risk } from './change.js';
import { compareNames, comparePieces, type Lists } from './names.js';
import { documented } from './rollback.js';

/** What changes about network self-heal. Of what is only documented, no change is graver than that. */
export function compareNetwork(before: NetworkPlan | null, after: NetworkPlan | null): Draft[] {
  if (before === null || after === null) return comeOrGone(before, after);
  const found = [
    ...compareReboot(before.reboot, after.reboot),
    ...compareNumbers(before, after),
    ...compareHealthy(before, after),
    ...comparePieces(['network', 'probes'], before.probes, after.probes, 'probe', ['tightens', 'loosens']),
    ...comparePieces(['network', 'steps'], before.steps, after.steps, 'step', ['tightens', 'loosens']),
    ...comparePieces(['network', 'guards'], before.guards, after.guards, 'guard', ['loosens', 'tightens']),
  ];
  const enforced = before.state === 'active' || after.state === 'active';
  return [
    ...compareState(before, after),
    ...(enforced ? found : found.map((draft) => ({ ...draft, risk: documented(draft.risk) }))),
  ];
}

function comeOrGone(before: NetworkPlan | null, after: NetworkPlan | null): Draft[] {
  const [there] = [before, after].filter((side) => side !== null);
  if (there === undefined) return [];
  const sides = { before: summary(before), after: summary(after) };
  const meaning = turned(there, after !== null);
  return [{ at: ['network'], ...meaning, ...sides }];
}

function summary(plan: NetworkPlan | null): string | null {
  return plan === null ? null : `${plan.state}, on ${plan.interface} every ${sayDuration(plan.everyMs)}`;
}

function compareState(before: NetworkPlan, after: NetworkPlan): Draft[] {
  if (before.state === after.state) return [];
  const sides = { before: before.state, after: after.state };
  const active = after.state === 'active' ? after : before;
  return [{ at: ['network', 'state'], ...turned(active, active === after), ...sides }];
}

/** What it means that a ladder comes into force, or goes out of it. */
function turned(plan: NetworkPlan, on: boolean): { readonly risk: Risk; readonly sentence: string } {
  if (plan.state === 'deferred') {
    const sentence = `network self-heal is ${on ? 'planned, and not enforced' : 'not planned any more'}`;
    return { risk: 'documents', sentence };
  }
  if (!on)
    return { risk: 'disarms', sentence: 'nothing mends the network any more: what is dead stays dead' };
  const steps = plan.steps.length === 0 ? 'nothing' : plan.steps.map(({ name }) => name).join(', ');
  const reboots =
    plan.reboot.state === 'active' ? `then a reboot, ${budget(plan.reboot)}` : 'and never a reboot';
  return {
    risk: 'arms',
    sentence: `while the network on ${plan.interface} is dead, every ${sayDuration(plan.everyMs)}: ${steps}, ${reboots}`,
  };
}

function budget({ max, windowMs }: LadderRebootPlan): string {
  return `at most ${max} in ${sayDuration(windowMs)}`;
}

function compareReboot(before: LadderRebootPlan, after: LadderRebootPlan): Draft[] {
  const at = ['network', 'reboot'];
  const state: Draft[] =
    before.state === after.state
      ? []
      : [
          {
            at: [...at, 'state'],
            risk: after.state === 'active' ? 'arms' : 'disarms',
            sentence:
              after.state === 'active'
                ? `a dead network reboots the machine now, ${budget(after)}`
                : 'a dead network does not reboot the machine any more',
            before: before.state,
            after: after.state,
          },
        ];
  const lists: Lists = (key) => [before[key as 'on'], after[key as 'on']];
  const found = [
    ...compareNames([...at, 'on'], lists('on'), ['tightens', 'loosens'], {
      added: (names) => `a reboot comes also when nothing proves ${names}`,
      removed: (names) => `a reboot does not come any more because nothing proves ${names}`,
    }),
    ...compareNames([...at, 'guards'], lists('guards'), ['loosens', 'tightens'], {
      added: (names) => `there is no reboot while ${names} holds`,
      removed: (names) => `a reboot comes also while ${names} holds`,
    }),
    ...compareNames([...at, 'vetoes'], lists('vetoes'), ['loosens', 'tightens'], {
      added: (names) => `there is no reboot when ${names} succeeds`,
      removed: (names) => `a reboot comes also when ${names} succeeds`,
    }),
    ...REBOOT_NUMBERS.flatMap(([key, more, say]) => number([...at, key], before[key], after[key], more, say)),
  ];
  const enforced = before.state === 'active' || after.state === 'active';
  return [
    ...state,
    ...(enforced ? found : found.map((draft) => ({ ...draft, risk: documented(draft.risk) }))),
  ];
}

/** Numbers of the last step: what more of each means. */
const REBOOT_NUMBERS = [
  ['rounds', 'loosens', 'failed rounds before a reboot'],
  ['max', 'tightens', 'reboots in the window'],
  ['windowMs', 'loosens', 'the window in which reboots are counted'],
  ['neverUp', 'tightens', 'reboots in a row without a link'],
] as const;

function compareNumbers(before: NetworkPlan, after: NetworkPlan): Draft[] {
  return [
    ...number(
      ['network', 'everyMs'],
      before.everyMs,
      after.everyMs,
      'loosens',
      'the time from one round to the next',
    ),
    ...number(
      ['network', 'jitterMs'],
      before.jitterMs,
      after.jitterMs,
      'loosens',
      'the random delay of a round',
    ),
  ];
}

function number(at: KeyPath, from: number, to: number, more: 'tightens' | 'loosens', say: string): Draft[] {
  if (from === to) return [];
  const [before, after] = [inWords(at, from), inWords(at, to)];
  const less = more === 'tightens' ? 'loosens' : 'tightens';
  return [
    { at, risk: to > from ? more : less, sentence: `${say}: ${after} instead of ${before}`, before, after },
  ];
}

/** With `any`, one more probe makes the network look better. */
function compareHealthy({ healthy: before }: NetworkPlan, { healthy: after }: NetworkPlan): Draft[] {
  const at = ['network', 'healthy', 'probes'];
  const risks =
    after.need.kind === 'all' ? (['tightens', 'loosens'] as const) : (['loosens', 'tightens'] as const);
  return compareNames(at, [before.probes, after.probes], risks, {
    added: (names) => `${names} decides, too, whether the network is well`,
    removed: (names) => `${names} does not decide any more whether the network is well`,
  });
}
