import type { NetworkPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { nixAttr, nixString } from '../quote/nix.js';
import { systemdSeconds } from '../quote/systemd.js';
import type { Draft } from '../types.js';
import { sortedOnce, usesOf } from './uses.js';

/** What the program always uses; `reboot`, `systemctl` and `networkctl` are systemd's. */
const ALWAYS = ['coreutils', 'gnugrep', 'gnused', 'systemd', 'util-linux'];

/** The NixOS module; it reads the program and the configuration that lie beside it. */
export function nixosModule(plan: TargetPlan, network: NetworkPlan): readonly Draft[] {
  if (plan.platform.kind !== 'nixos') return [];
  return [
    {
      path: 'modules/selfheal.nix',
      mode: 0o644,
      template: 'selfheal/selfheal.nix',
      language: 'nix',
      view: {
        header: header(plan, 'nix'),
        packages: sortedOnce([...ALWAYS, ...usesOf(network).packages]).map(nixAttr),
        every: nixString(String(systemdSeconds(network.everyMs))),
      },
      state: 'active',
      origin: ['network'],
    },
  ];
}
