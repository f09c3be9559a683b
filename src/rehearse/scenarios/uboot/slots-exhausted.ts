import type { RollbackPlan } from '../../../plan/types.js';
import type { Lab, Scenario, Verdict } from '../../types.js';
import { hangMs, misfit, rollbackOf, START_MS, told, Unexpected, variables, Watched } from './story.js';

/** How long the last resort is watched at least, to see that nothing resets it. */
const IDLE_MS = 10_000;

/** Every slot has one try left, and none passes its checks. */
export const slotsExhausted: Scenario = {
  id: 'slots-exhausted',
  title: 'No slot passes its health checks: the last resort is reached, and it stays up',
  machine: 'uboot',
  limitMs: ({ rollback, watchdog }) =>
    ((rollback?.slots.length ?? 0) + 1) * (2 * START_MS + (rollback?.commit.timeoutMs ?? 0)) +
    2 * (watchdog.runtimeMs.active ?? 0),
  misfit,
  run,
};

async function run(lab: Lab): Promise<Verdict> {
  const rollback = rollbackOf(lab);
  const names = rollback.slots.map(({ name }) => name);
  const environment = {
    ...Object.fromEntries(names.map((name) => [`BOOT_${name}_LEFT`, '1'])),
    // As after refilling once: what comes now is the end.
    wd_refilled: '1',
  };
  const slots = Object.fromEntries(names.map((name) => [name, 'unhealthy' as const]));
  const watched = new Watched(await lab.boot({ environment, slots }), lab);
  return told(watched, async () => {
    for (const name of names) await givenUp(watched, name);
    const resort = await lastResort(watched, rollback);
    const idleMs = Math.max(IDLE_MS, 1.5 * (hangMs(lab) ?? 0));
    const { machine } = watched.guest;
    const from = machine.events.length;
    const reset = await machine.waitFor(({ text }) => text === 'RESET', idleMs, from);
    if (reset !== undefined || machine.ended)
      throw new Unexpected('the last resort was reset again: that is a loop of resets without end');
    return {
      result: 'passed',
      said: `After the last try of each slot ${resort}, and nothing reset it in ${Math.round(idleMs / 1000)} s.`,
      marks: watched.marks,
      measures: [],
    };
  });
}

/** The last try of a slot. */
async function givenUp(watched: Watched, name: string): Promise<void> {
  const { timeoutMs } = rollbackOf(watched.lab).commit;
  const limitMs = 2 * START_MS + timeoutMs;
  const { user } = await watched.reset(limitMs, `slot ${name} should have been given up`);
  if (user?.slot !== name)
    throw new Unexpected(`slot ${user?.slot} was on its last try, and not slot ${name}`);
  const counter = variables(watched.lab)[`BOOT_${name}_LEFT`];
  if (counter !== '0') throw new Unexpected(`slot ${name} was on its last try and has ${counter} left`);
  watched.lab.progress(`slot ${name} is used up`);
}

/** What `exhausted` promises, in words. */
async function lastResort(
  watched: Watched,
  { slots, recovery, exhausted, commit }: RollbackPlan,
): Promise<string> {
  const limitMs = START_MS + commit.timeoutMs;
  await watched.line(/\[lab\] commit: /, limitMs, `the last resort (${exhausted}) should have come up`);
  const wanted = recovery === null ? slots[0]?.name : 'recovery';
  const { user, commit: ended } = watched.boot;
  if (user?.slot !== wanted || !user?.degraded)
    throw new Unexpected(`slot ${user?.slot} came up, and not ${wanted} without counting`);
  // A recovery target is not judged; a slot is told that it stays up although it is no good.
  const status = recovery === null ? 3 : 0;
  if (ended?.status !== status)
    throw new Unexpected(`the commit program ended with ${ended?.status}, and not with ${status}`);
  return recovery === null ? `slot ${wanted} stayed up, degraded` : 'the recovery target came up';
}
