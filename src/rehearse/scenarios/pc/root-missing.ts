import { panicSeconds } from '../../guests/pc-driver.js';
import type { Scenario } from '../../types.js';
import { ownUserSpace } from '../pc-fit.js';
import { anyReset, lastWords, onConsole, seconds, stretchMs, UP_MS, verdict } from '../pc-steps.js';

/** How long a kernel that waits for ever is watched. */
const WATCHED_MS = 20_000;

/** There is no root file system: the kernel panics before anybody has opened the watchdog. */
export const rootMissing: Scenario = {
  id: 'root-missing',
  title: 'There is no root file system',
  machine: 'pc',
  misfit: (_, own) => (ownUserSpace(own) ? 'an image of your own is not taken apart' : undefined),
  run: async (lab) => {
    const guest = await lab.boot({ broken: 'no-root' });
    const from = guest.machine.events.length;
    if (!(await onConsole(guest, 'Kernel panic - not syncing', UP_MS)))
      return verdict('failed', `The kernel did not miss its root file system: ${lastWords(guest)}.`);
    const atMs = guest.machine.nowMs;
    const marks = [{ atMs, text: 'the kernel panics: no root file system' }];
    const wait = panicSeconds(lab.plan);
    const waitMs = Math.max(0, wait) * 1000;
    const limit = wait === 0 ? WATCHED_MS : 15_000 + waitMs + stretchMs(waitMs);
    lab.progress(`the kernel panicked; watching it for ${seconds(limit)}`);
    const reset = await anyReset(guest, limit, from);
    if (reset === undefined && wait === 0)
      return verdict(
        'not-covered',
        `Without a root file system the kernel panics and waits for ever: nobody has opened the watchdog yet.${firmware(lab.plan.boot.armedMs)}`,
        marks,
      );
    if (reset === undefined)
      return verdict(
        'failed',
        `The kernel panicked with panic=${wait}, but did not restart within ${seconds(limit)}.`,
        marks,
      );
    const tookMs = Math.max(0, reset.event.atMs - atMs);
    return {
      result: 'passed',
      said: `Without a root file system the kernel panicked, and restarted after ${seconds(tookMs)} (panic=${wait}).`,
      marks: [...marks, { atMs: reset.event.atMs, text: 'restart' }],
      measures: [{ figure: 'panic', measuredMs: tookMs, computedMs: waitMs, slackMs: stretchMs(waitMs) }],
    };
  },
};

function firmware(armedMs: number | null): string {
  if (armedMs === null) return '';
  return ` On the target firmware has armed it for ${seconds(armedMs)}; this machine's firmware arms nothing.`;
}
