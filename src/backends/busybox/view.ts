import type { Init, TargetPlan } from '../../plan/types.js';
import { type FeederTimes, feederOrigin, feederTimes, feederToday } from '../feeder.js';
import { FEEDER_SCRIPT, feederScriptView } from '../feeder-script.js';
import { header } from '../header.js';
import { shWord } from '../quote/sh.js';
import type { Draft } from '../types.js';

/** What starts the applet under each init. s6-rc and systemd have backends of their own. */
const STARTERS: Readonly<Record<Init, (plan: TargetPlan, times: FeederTimes) => readonly Draft[]>> = {
  busybox: (plan, times) => [
    scriptDraft(plan, times, 'busybox/watchdog-feeder', `rootfs${FEEDER_SCRIPT}`),
    inittabDraft(plan),
  ],
  sysv: (plan, times) => [
    scriptDraft(plan, times, 'busybox/init-script', 'rootfs/etc/init.d/S02watchdog-feeder'),
  ],
  's6-rc': () => [],
  systemd: () => [],
};

/** The one script in the image that opens the device, when the applet is the feeder of today. */
export function feederDrafts(plan: TargetPlan): readonly Draft[] {
  const times = feederTimes(plan);
  if (times === null || feederToday(plan)?.kind !== 'busybox') return [];
  return STARTERS[plan.platform.init](plan, times);
}

function scriptDraft(plan: TargetPlan, times: FeederTimes, template: string, path: string): Draft {
  return {
    path,
    mode: 0o755,
    template,
    language: 'sh',
    view: feederScriptView(plan, times),
    state: 'active',
    origin: [...feederOrigin, 'watchdog.driver', 'watchdog.nowayout', 'kernel.driverAs'],
  };
}

/** The user's /etc/inittab is not ours to write; this is the line for it. */
function inittabDraft(plan: TargetPlan): Draft {
  return {
    path: 'buildroot/inittab.fragment',
    mode: 0o644,
    template: 'busybox/inittab.fragment',
    language: 'sh',
    view: { header: header(plan, 'sh'), script: shWord(FEEDER_SCRIPT) },
    state: 'active',
    origin: ['watchdog.feeder'],
  };
}
