import type { ServicePlan, TargetPlan } from '../../../plan/types.js';
import type { Guest, Scenario } from '../../types.js';
import { noFeeder } from '../pc-fit.js';
import { computedMs } from '../pc-reset.js';
import { armedMachine, ask, begin, measure, seconds, slackOf, verdict } from '../pc-steps.js';

/** The first service with a watchdog whose user exists on the emulated machine. */
function watched({ services }: TargetPlan): ServicePlan | undefined {
  return services.find(
    ({ state, watchdogMs, whole }) =>
      state === 'active' && watchdogMs !== null && (whole?.user ?? 'root') === 'root',
  );
}

/** A service hangs: its own watchdog kills it and starts it again, and the machine stays up. */
export const serviceStalled: Scenario = {
  id: 'service-stalled',
  title: 'A service stalls',
  machine: 'pc',
  misfit: (plan, own) =>
    watched(plan) === undefined
      ? 'no service has a watchdog here, or it runs as somebody who does not exist on the emulated machine'
      : noFeeder(plan, own),
  limitMs: (plan) => 600_000 + (worstOf(plan) ?? 0),
  run: async (lab) => {
    const up = await armedMachine(lab);
    const service = watched(lab.plan);
    if ('refused' in up) return up.refused;
    if (service === undefined) throw new Error('no service fits');
    const { guest, marks } = up;
    lab.progress(`waiting for ${service.unit}`);
    const pid = await mainProcess(guest, service.unit);
    if (pid === undefined) return verdict('failed', `${service.unit} did not start.`, marks);
    const hung = await begin(guest, `kill -STOP ${pid}`);
    const state = await ask(guest, `cut -d' ' -f3 /proc/${pid}/stat`);
    if (hung === undefined || state !== 'T')
      return verdict('failed', `The main process of ${service.unit} could not be stopped.`, marks);
    const worst = worstOf(lab.plan);
    const limit = (worst ?? 60_000) + slackOf(worst) + 10_000;
    lab.progress(`${service.unit} was stopped; systemd has ${seconds(worst ?? limit)}`);
    const restarted = await guest.run(restartedIn(service.unit, limit), limit + 20_000);
    const tookMs = guest.machine.nowMs - hung.atMs;
    const all = [...marks, { atMs: hung.atMs, text: `${service.unit} stalls` }];
    if (restarted?.status !== 0)
      return verdict(
        'failed',
        `${service.unit} stalled, and was not started again within ${seconds(limit)}.`,
        all,
      );
    const journal = await ask(guest, `journalctl --no-pager -u ${service.unit} | grep -c 'Watchdog timeout'`);
    if (journal === '0' || journal === '')
      return verdict('failed', `${service.unit} was started again, but not by its watchdog.`, all);
    return {
      result: 'passed',
      said: `${service.unit} stalled: its own watchdog killed it, and it ran again after ${seconds(tookMs)}; the machine stayed up.`,
      marks: [...all, { atMs: guest.machine.nowMs, text: `${service.unit} runs again` }],
      measures: [measure(`service-stall:${service.name}`, tookMs, worst)],
    };
  },
};

function worstOf(plan: TargetPlan): number | null {
  const service = watched(plan);
  return service === undefined ? null : computedMs(plan, `service-stall:${service.name}`);
}

async function mainProcess(guest: Guest, unit: string): Promise<string | undefined> {
  const wait = `i=0; until systemctl -q is-active ${unit} || [ $i -ge 60 ]; do sleep 1; i=$((i + 1)); done; systemctl show -P MainPID ${unit}`;
  const pid = (await guest.run(wait, 120_000))?.text.trim();
  return pid === undefined || !/^[1-9]\d*$/.test(pid) ? undefined : pid;
}

/** Ends well when systemd has started the unit again. */
function restartedIn(unit: string, limitMs: number): string {
  const done = `[ "$(systemctl show -P NRestarts ${unit})" -ge 1 ] && systemctl -q is-active ${unit}`;
  const tries = Math.ceil(limitMs / 500);
  return `i=0; until { ${done}; } || [ $i -ge ${tries} ]; do sleep 0.5; i=$((i + 1)); done; [ $i -lt ${tries} ]`;
}
