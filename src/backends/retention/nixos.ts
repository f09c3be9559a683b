import type { RetentionPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { nixString } from '../quote/nix.js';
import { systemdSeconds } from '../quote/systemd.js';
import type { Draft } from '../types.js';

/** The module that installs the program and runs it by the clock, and has systemd-tmpfiles do the rest. */
export function nixosModule(plan: TargetPlan, folders: readonly RetentionPlan[]): readonly Draft[] {
  if (plan.platform.kind !== 'nixos' || folders.length === 0) return [];
  const scripted = folders.filter(({ by }) => by === 'script');
  const rules = folders
    .filter(({ by, keepMs }) => by === 'tmpfiles' && keepMs > 0)
    .map(({ path, keepMs }) => nixString(`e ${path} - - - ${systemdSeconds(keepMs)} -`));
  if (scripted.length + rules.length === 0) return [];
  const everyMs = Math.min(...scripted.map((one) => one.everyMs));
  return [
    {
      path: 'modules/retention.nix',
      mode: 0o644,
      template: 'retention/retention.nix',
      language: 'nix',
      view: {
        header: header(plan, 'nix'),
        program: scripted.length > 0 && { every: nixString(String(systemdSeconds(everyMs))) },
        both: scripted.length > 0 && rules.length > 0,
        tmpfiles: rules.length > 0 && { rules },
      },
      state: 'active',
      origin: ['retentions', 'platform'],
    },
  ];
}
