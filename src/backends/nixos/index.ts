import type { TargetPlan } from '../../plan/types.js';
import type { Backend, Draft } from '../types.js';
import { nixosView } from './view.js';

/** A NixOS module that sets what is active and documents what is deferred. */
export const nixos: Backend = {
  id: 'nixos',
  title: 'NixOS module',
  drafts,
};

function drafts(plan: TargetPlan): readonly Draft[] {
  if (plan.platform.kind !== 'nixos') return [];
  const { view, enforces, origin } = nixosView(plan, plan.platform.release);
  return [
    {
      path: 'modules/watchdog.nix',
      mode: 0o644,
      template: 'nixos/watchdog.nix',
      language: 'nix',
      view,
      state: enforces ? 'active' : 'deferred',
      origin,
    },
  ];
}
