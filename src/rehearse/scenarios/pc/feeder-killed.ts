import type { Lab, Scenario, Verdict } from '../../types.js';
import { hangLimitMs, unfitFeeder } from '../pc-fit.js';
import { awaitReset, computedMs } from '../pc-reset.js';
import { ask, begin, type Fed, fedMachine, HOLDERS, idle, seconds, slackOf, verdict } from '../pc-steps.js';

/** The process that feeds is gone. Supervision starts another one in time, or the hardware resets. */
export const feederKilled: Scenario = {
  id: 'feeder-killed',
  title: 'The feeder is killed',
  machine: 'pc',
  misfit: unfitFeeder,
  limitMs: hangLimitMs('feeder-hang'),
  run: async (lab) => {
    const up = await fedMachine(lab);
    return 'refused' in up ? up.refused : await kill(lab, up);
  },
};

/** Looks for a feeder that was not there before, for ten seconds. */
const ANOTHER = (pid: string) =>
  `i=0; while [ $i -lt 10 ]; do sleep 1; new=$(${HOLDERS} | grep -vx ${pid}); [ -z "$new" ] || break; i=$((i + 1)); done; echo $new`;

async function kill(lab: Lab, { guest, marks, pid }: Exclude<Fed, { refused: Verdict }>): Promise<Verdict> {
  const from = guest.machine.events.length;
  const hung = await begin(guest, `kill -KILL ${pid}`);
  if (hung === undefined) return verdict('failed', 'The machine did not take the order to kill the feeder.');
  const another = (await ask(guest, ANOTHER(pid))).split(/\s/)[0] ?? '';
  const what = 'The feeder was killed';
  if (!/^\d+$/.test(another))
    return await awaitReset({
      ...{ lab, guest, from, marks, what, hungMs: hung.atMs, figure: 'feeder-hang' },
      why: async () => `the device is ${await ask(guest, 'cat /sys/class/watchdog/watchdog0/state')}.`,
    });
  const worst = computedMs(lab.plan, 'feeder-hang') ?? 0;
  const reset = await idle(lab, guest, worst + slackOf(worst), from);
  const all = [...marks, { atMs: hung.atMs, text: what }];
  if (reset !== undefined)
    return verdict(
      'failed',
      `${what} and came back as process ${another}, yet the machine was reset after ${seconds(reset.event.atMs - hung.atMs)}.`,
      all,
    );
  return verdict(
    'passed',
    `${what}; another one, process ${another}, feeds again, and no reset came for ${seconds(worst + slackOf(worst))}.`,
    all,
  );
}
