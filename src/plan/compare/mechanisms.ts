import type { TargetPlan } from '../types.js';
import type { Draft, Risk } from './change.js';

type Named = { readonly name: string; readonly state: 'active' | 'deferred' };
type Lists = 'services' | 'monitors' | 'retentions';

/** What it means for the machine that one is in force, and that it is no more. */
const MEANING: Readonly<
  Record<Lists, readonly [on: (name: string) => string, off: (name: string) => string]>
> = {
  services: [
    (name) => `systemd watches the service ${name} now`,
    (name) => `wdgen has systemd watch the service ${name} no more`,
  ],
  monitors: [
    (name) => `${name} is looked for now, and restarted when it is gone`,
    (name) => `${name} is not looked for any more: when it is gone it stays gone`,
  ],
  retentions: [
    (name) => `files of ${name} are removed now`,
    (name) => `nothing keeps ${name} from growing any more`,
  ],
};

/** Services, monitors and retentions that come, go, or change their state. */
export function compareMechanisms(before: TargetPlan, after: TargetPlan): Draft[] {
  return (['services', 'monitors', 'retentions'] as const).flatMap((list) =>
    compareList(list, before[list], after[list]),
  );
}

function compareList(list: Lists, before: readonly Named[], after: readonly Named[]): Draft[] {
  const old = new Map(before.map((one) => [one.name, one.state]));
  const now = new Map(after.map((one) => [one.name, one.state]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const [from, to] = [old.get(name), now.get(name)];
    if (from === to) return [];
    const whole = from === undefined || to === undefined;
    const at = whole ? [list, name] : [list, name, 'state'];
    return [{ at, ...meaning(list, name, from, to), before: from ?? null, after: to ?? null }];
  });
}

function meaning(
  list: Lists,
  name: string,
  from: Named['state'] | undefined,
  to: Named['state'] | undefined,
): { readonly risk: Risk; readonly sentence: string } {
  const [on, off] = MEANING[list];
  if (to === 'active') return { risk: 'arms', sentence: on(name) };
  if (from === 'active') return { risk: 'disarms', sentence: off(name) };
  const what = list.slice(0, -1);
  const planned = to === undefined ? 'not planned any more' : 'planned, and not enforced';
  return { risk: 'documents', sentence: `the ${what} ${name} is ${planned}` };
}
