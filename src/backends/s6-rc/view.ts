import type { TargetPlan } from '../../plan/types.js';
import { feederOrigin, feederTimes, feederToday } from '../feeder.js';
import { feederScriptView } from '../feeder-script.js';
import { s6Name } from '../quote/s6.js';
import type { Draft } from '../types.js';

/** Source directories of s6-rc in the image, as Buildroot trees and the fortros overlay have them. */
const SOURCE = 'rootfs/etc/s6-rc/source';

/** Files that hold nothing but their fact, or not even that. */
type Fact = 'type' | 'down-signal' | 'empty';

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
  const folder = `${SOURCE}/${name}`;
  return [
    runDraft(`${folder}/run`, feederScriptView(plan, times)),
    factDraft(`${folder}/type`, 'type'),
    factDraft(`${folder}/down-signal`, 'down-signal'),
    ...service.after.map((one) => factDraft(`${folder}/dependencies.d/${s6Name(one)}`, 'empty')),
    ...(service.bundle === null
      ? []
      : [factDraft(`${SOURCE}/${s6Name(service.bundle)}/contents.d/${name}`, 'empty')]),
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

function factDraft(path: string, fact: Fact): Draft {
  return {
    path,
    mode: 0o644,
    template: `s6-rc/${fact}`,
    language: 's6',
    view: {},
    state: 'active',
    origin: ['watchdog.feeder', 'watchdog.service'],
  };
}
