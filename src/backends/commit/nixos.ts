import type { RollbackPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { nixInt, nixString, nixStringList } from '../quote/nix.js';
import { systemdSeconds } from '../quote/systemd.js';
import type { Draft, View } from '../types.js';
import { familyOf } from './program.js';
import { unitLimitMs } from './services.js';

/** The NixOS module; it reads the programs that lie beside it, so that they are the same text everywhere. */
export function nixosModule(plan: TargetPlan, rollback: RollbackPlan): readonly Draft[] {
  if (plan.platform.kind !== 'nixos') return [];
  return [
    {
      path: 'modules/rollback.nix',
      mode: 0o644,
      template: 'commit/rollback.nix',
      language: 'nix',
      view: moduleView(plan, rollback),
      state: 'active',
      origin: ['rollback'],
    },
  ];
}

function moduleView(plan: TargetPlan, rollback: RollbackPlan): View {
  const family = familyOf(rollback);
  const uboot = family === 'left' || family === 'bootcount';
  const gate = family === 'systemd-boot';
  return {
    header: header(plan, 'nix'),
    uboot,
    grub: family === 'grub',
    gate,
    rauc: rollback.scheme.startsWith('rauc-'),
    limit: nixString(String(systemdSeconds(unitLimitMs(rollback)))),
    // U-Boot's boot script passes them.
    parameters: !uboot && { list: nixStringList(kernelParameters(rollback)) },
    counting: gate && {
      tries: nixInt(rollback.tries),
      message: nixString(
        `${plan.name}: rollback.scheme = "systemd-boot" needs boot.loader.systemd-boot.bootCounting, which this nixpkgs lacks.`,
      ),
    },
  };
}

/** `rootdelay` and not `rootwait`, which waits for ever. Source: linux 6.1 init/do_mounts.c, kernel/panic.c. */
export function kernelParameters({ panicMs, rootDelayMs }: RollbackPlan): readonly string[] {
  return [`panic=${Math.ceil(panicMs / 1000)}`, `rootdelay=${Math.ceil(rootDelayMs / 1000)}`];
}
