import type { KeyPath } from '../../core/path.js';
import type { FlagValue, KernelFlag, KernelPlan } from '../types.js';
import type { Draft } from './change.js';
import { same } from './leaves.js';
import { compareSetting, type Meaning, wordOrNull } from './setting.js';

/** Symbols that by themselves make a hang end in a reset or a panic. */
const ENFORCING = new Set([
  'WATCHDOG_NOWAYOUT',
  'BOOTPARAM_SOFTLOCKUP_PANIC',
  'BOOTPARAM_HARDLOCKUP_PANIC',
  'BOOTPARAM_HUNG_TASK_PANIC',
  'PANIC_ON_OOPS',
]);

/** What changes in the kernel that boots. */
export function compareKernel(before: KernelPlan, after: KernelPlan): Draft[] {
  const old = new Map(before.flags.map((flag) => [flag.symbol, flag]));
  const now = new Map(after.flags.map((flag) => [flag.symbol, flag]));
  const symbols = [...new Set([...old.keys(), ...now.keys()])];
  return [
    ...symbols.flatMap((symbol) => compareFlag(symbol, old.get(symbol), now.get(symbol))),
    ...orderOf(old, now),
  ];
}

function compareFlag(symbol: string, before: KernelFlag | undefined, after: KernelFlag | undefined): Draft[] {
  const at = ['kernel', 'flags', symbol];
  if (before === undefined || after === undefined) return [comeOrGone(at, symbol, before, after)];
  return compareSetting({
    at: [...at, 'setting'],
    called: `CONFIG_${symbol}`,
    before: before.setting,
    after: after.setting,
    active: (from, to) => flagMeaning(symbol, from, to),
  });
}

function comeOrGone(
  at: KeyPath,
  symbol: string,
  before: KernelFlag | undefined,
  after: KernelFlag | undefined,
): Draft {
  const [from, to] = [before?.setting ?? null, after?.setting ?? null];
  const enforced = (from?.active ?? to?.active ?? null) !== null;
  const { risk, sentence } = enforced
    ? flagMeaning(symbol, from?.active ?? null, to?.active ?? null)
    : plannedFlag(symbol, to !== null);
  return { at, risk, sentence, before: wordOrNull(at, from), after: wordOrNull(at, to) };
}

function plannedFlag(symbol: string, added: boolean): Meaning {
  const sentence = `CONFIG_${symbol} is ${added ? 'named now' : 'not named any more'}, and not enforced`;
  return { risk: 'documents', sentence };
}

function flagMeaning(symbol: string, from: FlagValue | null, to: FlagValue | null): Meaning {
  const name = `CONFIG_${symbol}`;
  if (ENFORCING.has(symbol)) {
    if (isOn(to) && !isOn(from))
      return { risk: 'arms', sentence: `the kernel is built with ${name}=${say(to)}` };
    if (isOn(from) && !isOn(to)) return { risk: 'disarms', sentence: `the kernel is built without ${name}` };
  }
  if (to === null) return { risk: 'boots', sentence: `the kernel fragment does not set ${name} any more` };
  const instead = from === null ? '' : ` instead of ${say(from)}`;
  return { risk: 'boots', sentence: `the kernel is built with ${name}=${say(to)}${instead}` };
}

function isOn(value: FlagValue | null): boolean {
  return value !== null && value.value !== 'n' && value.value !== 0;
}

function say(value: FlagValue | null): string {
  return value === null ? 'nothing' : String(value.value);
}

/** The same symbols in another order make the same kernel. */
function orderOf(old: ReadonlyMap<string, unknown>, now: ReadonlyMap<string, unknown>): Draft[] {
  const [before, after] = [[...old.keys()], [...now.keys()]];
  if (same(before, after) || !same(before.toSorted(), after.toSorted())) return [];
  const sentence = 'the lines of the kernel fragment change their order';
  const sides = { before: before.join(', '), after: after.join(', ') };
  return [{ at: ['kernel', 'flags', ''], risk: 'cosmetic', sentence, ...sides }];
}
