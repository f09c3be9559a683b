import type { Feeder, TargetPlan } from '../../plan/types.js';
import { appletArguments } from '../applet.js';
import { feederTimes, feederToday } from '../feeder.js';
import { nixAttr, nixComment, nixInt, nixString } from '../quote/nix.js';
import { systemdExecWord } from '../quote/systemd.js';
import type { View } from '../types.js';

/**
 * What watchdogd opens by itself; another node needs a `device` section, which nixpkgs' module has no option for but
 * passes on. Source: nixpkgs nixos/modules/services/monitoring/watchdogd.nix (toConfig), watchdogd 4.1 src/conf.c.
 */
const WATCHDOGDS_OWN = ['/dev/watchdog', '/dev/watchdog0'];

/** `services.watchdogd`, when that daemon is today's feeder. */
export function watchdogdView(plan: TargetPlan): View | false {
  const times = feederTimes(plan);
  if (times === null || feederToday(plan)?.kind !== 'watchdogd') return false;
  const { device } = plan.watchdog;
  return {
    timeout: nixInt(times.timeoutS),
    interval: nixInt(Math.max(1, Math.floor(times.petMs / 1000))),
    ownDevice: WATCHDOGDS_OWN.includes(device),
    section: nixAttr(`device ${device}`),
  };
}

/** The service that runs BusyBox' applet, when that is today's feeder. NixOS has no module for it. */
export function appletView(plan: TargetPlan): View | false {
  if (feederToday(plan)?.kind !== 'busybox') return false;
  return {
    name: nixAttr(plan.watchdog.service.name),
    words: appletArguments(plan).map((word) => nixString(String(systemdExecWord(word)))),
  };
}

/** What the file says about a feeder that it does not start; false when there is nothing to say. */
export function feederComment(plan: TargetPlan): View | false {
  const { device, feeder } = plan.watchdog;
  const today = feederToday(plan);
  const texts: string[] = [];
  if (feeder.forbidden !== null) texts.push(`No process may feed ${device}: ${feeder.forbidden}`);
  if (today?.kind === 'application')
    texts.push(`${today.name} opens and feeds ${device}. Nothing else in this configuration may open it.`);
  if (feeder.deferred !== null) texts.push(`deferred: ${feederName(feeder.deferred)} becomes the feeder.`);
  return texts.length > 0 && { texts: texts.map((text) => nixComment(text, '  ')) };
}

function feederName(feeder: Feeder): string {
  return feeder.kind === 'application' ? feeder.name : feeder.kind;
}
