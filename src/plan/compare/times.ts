import { sayDuration } from '../../core/duration.js';
import type { Setting } from '../../core/state.js';
import type { WatchdogPlan } from '../types.js';
import { feederWord } from '../words.js';
import type { Draft } from './change.js';
import { compareSetting, type Meaning } from './setting.js';

type TimeKey = 'runtimeMs' | 'petMs' | 'rebootMs' | 'kexecMs' | 'pretimeoutMs' | 'openTimeoutMs';

/** How to tell of one duration: set, dropped, and changed. */
interface Time {
  readonly key: TimeKey;
  readonly called: string;
  readonly set: (limit: string, plan: WatchdogPlan) => Meaning;
  readonly dropped: (plan: WatchdogPlan) => Meaning;
  readonly changed: (to: string, from: string, plan: WatchdogPlan) => string;
  /** Whether a longer time is the stricter one. */
  readonly longerIsTighter?: true;
}

const arms = (sentence: string): Meaning => ({ risk: 'arms', sentence });
const disarms = (sentence: string): Meaning => ({ risk: 'disarms', sentence });

const TIMES: readonly Time[] = [
  {
    key: 'runtimeMs',
    called: 'the timeout',
    set: (limit, plan) =>
      arms(
        plan.armed
          ? `${hang(plan)} longer than ${limit} now reset the machine${second(plan)}`
          : `a timeout of ${limit} is enforced now, and nothing feeds ${plan.device} yet`,
      ),
    dropped: ({ device }) => disarms(`${device} has no enforced timeout any more: a hang stays`),
    changed: (to, from, plan) =>
      `${hang(plan)} reset the machine after ${to} instead of ${from}${second(plan)}`,
  },
  {
    key: 'petMs',
    called: 'the pet interval',
    set: (every) => ({ risk: 'feeder', sentence: `the feeder is told to pet every ${every}` }),
    dropped: () => ({ risk: 'feeder', sentence: 'the feeder decides itself how often it pets' }),
    changed: (to, from) => `the feeder pets every ${to} instead of ${from}`,
  },
  {
    key: 'rebootMs',
    called: 'the reboot limit',
    set: (limit) => arms(`a reboot that hangs longer than ${limit} is now ended by a hardware reset`),
    dropped: () => disarms('a reboot that hangs has no limit from the hardware any more'),
    changed: (to, from) => `a reboot that hangs is reset after ${to} instead of ${from}`,
  },
  {
    key: 'kexecMs',
    called: 'the kexec limit',
    set: (limit) => arms(`a kexec that hangs longer than ${limit} is now ended by a hardware reset`),
    dropped: () => disarms('a kexec that hangs has no limit from the hardware any more'),
    changed: (to, from) => `a kexec that hangs is reset after ${to} instead of ${from}`,
  },
  {
    key: 'pretimeoutMs',
    called: 'the pretimeout',
    set: (limit) => arms(`the kernel acts on a hang ${limit} before the hardware resets`),
    dropped: () => disarms('the kernel does not act on a hang before the hardware resets any more'),
    changed: (to, from) => `the kernel acts on a hang ${to} instead of ${from} before the hardware resets`,
    longerIsTighter: true,
  },
  {
    key: 'openTimeoutMs',
    called: 'the open timeout',
    set: (limit, { device }) =>
      arms(`a boot that does not open ${device} within ${limit} is reset: the kernel stops feeding then`),
    dropped: ({ device }) =>
      disarms(`the kernel feeds for ever until ${device} is opened: a boot that hangs before stays`),
    changed: (to, from, { device }) =>
      `a boot that does not open ${device} is reset after ${to} instead of ${from}`,
  },
];

/** Some hardware takes twice its timeout. */
function second({ driver, runtimeMs }: WatchdogPlan): string {
  if (driver.resetsAtExpiry === 1 || runtimeMs.active === null) return '';
  return `; this hardware resets at the second expiry, after ${sayDuration(2 * runtimeMs.active)}`;
}

/** Who hangs, by who feeds. */
function hang({ feeder }: WatchdogPlan): string {
  if (feeder.active === null) return 'stalls';
  if (feeder.active.kind === 'systemd') return 'PID 1 stalls';
  return feeder.active.kind === 'application'
    ? `stalls of ${feeder.active.name}'s main loop`
    : `stalls of ${feederWord(feeder.active)}`;
}

/** What changes about the durations. */
export function compareTimes(before: WatchdogPlan, after: WatchdogPlan): Draft[] {
  return TIMES.flatMap((time) => {
    const [from, to]: readonly Setting<number>[] = [before[time.key], after[time.key]];
    if (from === undefined || to === undefined) return [];
    return compareSetting({
      at: ['watchdog', time.key],
      called: time.called,
      before: from,
      after: to,
      active: (old, now) => meaning(time, old, now, before, after),
    });
  });
}

function meaning(
  time: Time,
  from: number | null,
  to: number | null,
  before: WatchdogPlan,
  after: WatchdogPlan,
): Meaning {
  if (to === null) return time.dropped(before);
  if (from === null) return time.set(sayDuration(to), after);
  const tighter =
    time.key === 'petMs' ? room(after) < room(before) : to < from !== (time.longerIsTighter === true);
  const sentence = time.changed(sayDuration(to), sayDuration(from), after);
  return { risk: tighter ? 'tightens' : 'loosens', sentence };
}

/** How late a pet may come. */
function room({ runtimeMs, petMs }: WatchdogPlan): number {
  return (runtimeMs.active ?? runtimeMs.deferred ?? 0) - (petMs.active ?? petMs.deferred ?? 0);
}
