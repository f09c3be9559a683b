import type { Init, TargetPlan } from '../../plan/types.js';
import { type FeederTimes, feederOrigin, feederTimes, feederToday } from '../feeder.js';
import { FEEDER_SCRIPT, feederScriptView } from '../feeder-script.js';
import { header } from '../header.js';
import { shWord } from '../quote/sh.js';
import { systemdExecPath, systemdUnitName } from '../quote/systemd.js';
import type { Draft, View } from '../types.js';

const SCRIPT_ORIGIN = [...feederOrigin, 'watchdog.driver', 'watchdog.nowayout', 'kernel.driverAs'];

/** What starts the applet under each init. s6-rc has its own backend. */
const STARTERS: Readonly<Record<Init, (plan: TargetPlan, times: FeederTimes) => readonly Draft[]>> = {
  busybox: (plan, times) => [scriptDraft(plan, times), inittabDraft(plan)],
  sysv: (plan, times) => [initScriptDraft(plan, times)],
  systemd: (plan, times) => [scriptDraft(plan, times), unitDraft(plan, times)],
  's6-rc': () => [],
};

/** Exactly one thing in the image that opens the device, when the applet is the feeder of today. */
export function feederDrafts(plan: TargetPlan): readonly Draft[] {
  const times = feederTimes(plan);
  if (times === null || feederToday(plan)?.kind !== 'busybox' || plan.platform.kind === 'nixos') return [];
  return STARTERS[plan.platform.init](plan, times);
}

function scriptDraft(plan: TargetPlan, times: FeederTimes): Draft {
  return {
    path: `rootfs${FEEDER_SCRIPT}`,
    mode: 0o755,
    template: 'busybox/watchdog-feeder',
    language: 'sh',
    view: {
      ...feederScriptView(plan, times),
      inittab: plan.platform.init === 'busybox',
      unit: shWord(unitName(plan)),
    },
    state: 'active',
    origin: SCRIPT_ORIGIN,
  };
}

/** The user's /etc/inittab is not ours to write; this is the line for it. */
function inittabDraft(plan: TargetPlan): Draft {
  return draft('buildroot/inittab.fragment', 'busybox/inittab.fragment', {
    header: header(plan, 'sh'),
    script: shWord(FEEDER_SCRIPT),
  });
}

function initScriptDraft(plan: TargetPlan, times: FeederTimes): Draft {
  return {
    path: 'rootfs/etc/init.d/S02watchdog-feeder',
    mode: 0o755,
    template: 'busybox/init-script',
    language: 'sh',
    view: feederScriptView(plan, times),
    state: 'active',
    origin: SCRIPT_ORIGIN,
  };
}

function unitDraft(plan: TargetPlan, times: FeederTimes): Draft {
  const view = {
    header: header(plan, 'systemd'),
    unit: systemdUnitName(unitName(plan)),
    script: systemdExecPath(FEEDER_SCRIPT),
    timeoutS: times.timeoutS,
  };
  const path = `rootfs/usr/lib/systemd/system/${view.unit}`;
  return { ...draft(path, 'busybox/watchdog-feeder.service', view), language: 'systemd' };
}

function unitName(plan: TargetPlan): string {
  return `${plan.watchdog.service.name}.service`;
}

function draft(path: string, template: string, view: View): Draft {
  return { path, mode: 0o644, template, language: 'sh', view, state: 'active', origin: ['watchdog.feeder'] };
}
