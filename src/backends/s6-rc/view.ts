import type { TargetPlan } from '../../plan/types.js';
import { feederOrigin, feederTimes, feederToday } from '../feeder.js';
import { feederScriptView } from '../feeder-script.js';
import { s6Name } from '../quote/s6.js';
import { S6_SOURCE, s6Fact, s6Place } from '../s6-source.js';
import type { Draft } from '../types.js';

const ORIGIN = ['watchdog.feeder', 'watchdog.service'];

/**
 * The longrun that feeds the watchdog. `down-signal` is SIGKILL, for the BusyBox applet writes the magic V on SIGTERM
 * and so would disarm at every reboot. There is no `flag-essential` (docs/decisions/0003): a shutdown that does not say
 * `s6-rc -D` would leave the feeder up until the SIGTERM to all processes. Source: doc/s6-rc-compile.html of that version; busybox
 * miscutils/watchdog.c (shutdown_on_signal); s6-linux-init skel/rc.shutdown (`s6-rc -v2 -bDa change`).
 */
export function s6RcDrafts(plan: TargetPlan): readonly Draft[] {
  const times = feederTimes(plan);
  const feeder = feederToday(plan)?.kind;
  if (times === null || plan.platform.init !== 's6-rc') return [];
  if (feeder !== 'busybox' && feeder !== 'watchdogd') return [];
  const { service } = plan.watchdog;
  const name = s6Name(service.name);
  const folder = `${S6_SOURCE}/${name}`;
  return [
    runDraft(`${folder}/run`, feederScriptView(plan, times)),
    s6Fact(`${folder}/type`, 'type', ORIGIN),
    s6Fact(`${folder}/down-signal`, 'down-signal', ORIGIN),
    ...s6Place(plan, name, ORIGIN),
  ];
}

function runDraft(path: string, view: Draft['view']): Draft {
  return {
    path,
    mode: 0o755,
    template: 's6-rc/run',
    language: 'sh',
    view,
    state: 'active',
    origin: [...feederOrigin, 'watchdog.driver', 'watchdog.nowayout', 'kernel.driverAs'],
  };
}
