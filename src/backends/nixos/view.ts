import type { NixosRelease, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { nixString } from '../quote/nix.js';
import type { View } from '../types.js';
import { bootView } from './boot.js';
import { appletView, feederComment, watchdogdView } from './feeder.js';
import { kernelView } from './kernel.js';
import { managerView } from './manager.js';

/** What the module prints, whether anything in it is enforced, and which plan values it follows from. */
export interface NixosView {
  readonly view: View;
  readonly enforces: boolean;
  readonly origin: readonly string[];
}

/** The parts of `modules/watchdog.nix`. */
export function nixosView(plan: TargetPlan, release: NixosRelease): NixosView {
  const manager = managerView(plan, release);
  const kernel = kernelView(plan, release);
  const boot = bootView(plan);
  const watchdogd = watchdogdView(plan);
  const applet = appletView(plan);
  return {
    view: {
      header: header(plan, 'nix'),
      manager: manager.view,
      watchdogd,
      applet,
      feeder: feederComment(plan),
      kernel: kernel.view,
      boot: boot.view,
      assertion: assertionView(plan),
    },
    enforces: manager.enforces || kernel.enforces || boot.enforces || plan.watchdog.armed,
    origin: [...new Set([...manager.origin, ...kernel.origin, ...boot.origin])],
  };
}

/**
 * One process may open the device: a second one gets EBUSY, and nixpkgs does not notice (its watchdogd module has no
 * assertion). Only while something of this target opens it.
 */
function assertionView(plan: TargetPlan): View | false {
  const { armed, feeder } = plan.watchdog;
  if (!armed || feeder.active === null) return false;
  const { kind } = feeder.active;
  const name = feeder.active.kind === 'application' ? feeder.active.name : kind;
  return {
    againstWatchdogd: kind !== 'watchdogd',
    againstSystemd: kind !== 'systemd',
    watchdogdMessage: nixString(
      `${name} feeds ${plan.watchdog.device}: services.watchdogd must not open it too.`,
    ),
    systemdMessage: nixString(
      `${name} feeds ${plan.watchdog.device}: PID 1 must not open it too (RuntimeWatchdogSec).`,
    ),
  };
}
