import type { Setting } from '../../core/state.js';
import type { Feeder, WatchdogPlan } from '../types.js';
import { feederWord } from '../words.js';
import type { Draft, Risk } from './change.js';
import { compareSetting, type Meaning } from './setting.js';
import { compareTimes } from './times.js';

/** What changes about the watchdog while the system runs, reboots and starts. */
export function compareWatchdog(before: WatchdogPlan, after: WatchdogPlan): Draft[] {
  return [
    ...compareSetting({
      at: ['watchdog', 'feeder'],
      called: 'the feeder',
      before: before.feeder,
      after: after.feeder,
      active: (from, to) => feederMeaning(from, to, before, after),
    }),
    ...compareTimes(before, after),
    ...compareGovernor(before, after),
    ...compareSetting({
      at: ['watchdog', 'nowayout'],
      called: 'nowayout',
      before: before.nowayout,
      after: after.nowayout,
      active: (from, to) => nowayoutMeaning(from, to, after.device),
    }),
    ...compareDevice(before, after),
    ...compareArmed(before, after),
  ];
}

function feederMeaning(
  from: Feeder | null,
  to: Feeder | null,
  before: WatchdogPlan,
  after: WatchdogPlan,
): Meaning {
  if (to === null) {
    const sentence = `nothing feeds ${before.device} any more`;
    return before.armed
      ? { risk: 'disarms', sentence: `${sentence}: a hang stays` }
      : { risk: 'feeder', sentence };
  }
  if (from === null) {
    return after.armed
      ? {
          risk: 'arms',
          sentence: `${feederWord(to)} now opens and feeds ${after.device}: a hang of it resets`,
        }
      : { risk: 'feeder', sentence: `${feederWord(to)} is the feeder now, without an enforced timeout` };
  }
  const sentence = `the feeder changes from ${feederWord(from)} to ${feederWord(to)}: whoever else opens ${after.device} gets EBUSY`;
  return { risk: 'feeder', sentence };
}

function nowayoutMeaning(from: boolean | null, to: boolean | null, device: string): Meaning {
  if (to === true)
    return {
      risk: 'arms',
      sentence: `closing ${device} no longer stops the timer: a feeder that ends is a reset`,
    };
  if (from === true)
    return {
      risk: 'disarms',
      sentence: `closing ${device} may stop the timer again: a feeder that ends disarms`,
    };
  return { risk: 'cosmetic', sentence: 'nowayout is written differently and stays off' };
}

function compareGovernor(before: WatchdogPlan, after: WatchdogPlan): Draft[] {
  const [from, to] = [before.pretimeoutGovernor, after.pretimeoutGovernor];
  if (from === to) return [];
  const enforced = before.pretimeoutMs.active !== null || after.pretimeoutMs.active !== null;
  const [risk, sentence]: [Risk, string] =
    to === 'panic'
      ? ['tightens', 'the kernel panics at the pretimeout, which leaves a trace']
      : ['loosens', 'the kernel only writes a line at the pretimeout: a hang leaves no trace'];
  return [
    {
      at: ['watchdog', 'pretimeoutGovernor'],
      risk: enforced ? risk : 'documents',
      ...{ sentence, before: from, after: to },
    },
  ];
}

function compareDevice({ device: from }: WatchdogPlan, { device: to }: WatchdogPlan): Draft[] {
  if (from === to) return [];
  const sentence = `the feeder opens ${to} instead of ${from}`;
  return [{ at: ['watchdog', 'device'], risk: 'feeder', sentence, before: from, after: to }];
}

/** Follows from feeder and runtime, which tell it; only by itself where neither of them does. */
function compareArmed(before: WatchdogPlan, after: WatchdogPlan): Draft[] {
  const told = toggles(before.feeder, after.feeder) || toggles(before.runtimeMs, after.runtimeMs);
  if (told || before.armed === after.armed) return [];
  const sentence = after.armed
    ? `${after.device} is armed now: a hang resets the machine`
    : `${after.device} is not armed any more: a hang stays`;
  const sides = { before: String(before.armed), after: String(after.armed) };
  return [{ at: ['watchdog', 'armed'], risk: after.armed ? 'arms' : 'disarms', sentence, ...sides }];
}

function toggles(before: Setting<unknown>, after: Setting<unknown>): boolean {
  return (before.active === null) !== (after.active === null);
}
