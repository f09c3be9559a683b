import type { Scenario } from '../../types.js';
import { hangLimitMs, unfitHang } from '../pc-fit.js';
import { computedMs } from '../pc-reset.js';
import { ask, fedMachine, idle, seconds, slackOf, verdict } from '../pc-steps.js';

/** Stops every process but PID 1, the one that feeds and the shell itself. Kernel threads have no program. */
const STOP_ALL = (pid: string) =>
  `n=0; for p in /proc/[0-9]*; do p=\${p#/proc/}; case $p in 1|${pid}|$$) continue;; esac; [ -e /proc/$p/exe ] && kill -STOP $p && n=$((n + 1)); done; echo "$n"`;

/** Everything but the feeder hangs. No hardware watchdog sees that: this shows what is not covered. */
export const userspaceWedged: Scenario = {
  id: 'userspace-wedged',
  title: 'Everything but the feeder hangs',
  machine: 'pc',
  misfit: (plan, own) => unfitHang(plan, 'feeder-hang', own),
  limitMs: hangLimitMs('feeder-hang'),
  run: async (lab) => {
    const up = await fedMachine(lab);
    if ('refused' in up) return up.refused;
    const { guest, marks, pid } = up;
    const from = guest.machine.events.length;
    const stopped = await ask(guest, STOP_ALL(pid));
    if (!(Number(stopped) > 0)) return verdict('failed', 'No process could be stopped.');
    const hungMs = guest.machine.nowMs;
    const worst = computedMs(lab.plan, 'feeder-hang') ?? 0;
    const forMs = worst + slackOf(worst);
    const reset = await idle(lab, guest, forMs, from);
    const all = [...marks, { atMs: hungMs, text: `${stopped} processes stopped, the feeder lives` }];
    if (reset !== undefined)
      return verdict(
        'failed',
        `All but the feeder hung, and a reset came after ${seconds(reset.event.atMs - hungMs)}: why is not known.`,
        all,
      );
    return verdict(
      'not-covered',
      `${stopped} processes hung and the feeder went on: no reset within ${seconds(forMs)}. Services need a watchdog of their own.`,
      all,
    );
  },
};
