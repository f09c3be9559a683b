import type { TargetPlan } from '../../plan/types.js';
import { nowayoutParameter, openTimeoutParameter } from '../parameters.js';
import { nixComment, nixString } from '../quote/nix.js';
import type { View } from '../types.js';

export interface BootView {
  readonly view: View;
  readonly enforces: boolean;
  readonly origin: readonly string[];
}

/**
 * Modules and the kernel command line. A driver that is a module is loaded by the initrd: `boot.kernelModules` are
 * loaded by a service, after PID 1 has looked for the device. Source: nixpkgs nixos/modules/system/boot/kernel.nix;
 * systemd issue 17838.
 */
export function bootView(plan: TargetPlan): BootView {
  const modules = plan.kernel.driverAs === 'module' ? plan.watchdog.driver.modules : [];
  const parameters = [openTimeoutParameter(plan), nowayoutParameter(plan)].filter((entry) => entry !== null);
  return {
    view: {
      modules: modules.map((name) => nixString(name)),
      parameters: parameters.map((parameter) => ({
        comment: nixComment(parameter.why, '    '),
        set: parameter.set,
        text: nixString(parameter.text),
      })),
      anyModules: modules.length > 0,
      anyParameters: parameters.length > 0,
    },
    enforces: modules.length > 0 || parameters.some((parameter) => parameter.set),
    origin: [
      ...(modules.length > 0 ? ['kernel.driverAs', 'watchdog.driver.modules'] : []),
      ...parameters.map((parameter) => parameter.origin),
    ],
  };
}
