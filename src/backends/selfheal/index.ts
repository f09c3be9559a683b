import type { NetworkPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import type { Backend, Draft } from '../types.js';
import { busyboxConfig } from './busybox.js';
import { configSections } from './config.js';
import { nixosModule } from './nixos.js';

/** Network self-heal: one program, the same for every target, and the configuration that it reads. */
export const selfheal: Backend = {
  id: 'selfheal',
  title: 'network self-heal',
  drafts,
};

function drafts(plan: TargetPlan): readonly Draft[] {
  const { network } = plan;
  if (network?.state !== 'active') return [];
  return [
    program(plan),
    config(plan, network),
    ...nixosModule(plan, network),
    ...busyboxConfig(plan, network),
  ];
}

/** NixOS has no /usr/libexec: there a module installs what lies beside it. */
function program(plan: TargetPlan): Draft {
  return {
    path: plan.platform.kind === 'nixos' ? 'modules/wdgen-selfheal' : 'rootfs/usr/libexec/wdgen/selfheal',
    mode: 0o755,
    template: 'selfheal/selfheal',
    language: 'sh',
    view: { header: header(plan, 'sh') },
    state: 'active',
    origin: ['network.state'],
  };
}

function config(plan: TargetPlan, network: NetworkPlan): Draft {
  return {
    path: plan.platform.kind === 'nixos' ? 'modules/wdgen-selfheal.conf' : 'rootfs/etc/wdgen/selfheal.conf',
    mode: 0o644,
    template: 'selfheal/selfheal.conf',
    language: 'sh',
    view: { header: header(plan, 'sh'), sections: configSections(network) },
    state: 'active',
    origin: ['network'],
  };
}
