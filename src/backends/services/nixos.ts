import type { ServicePlan, TargetPlan } from '../../plan/types.js';
import { deferralSentences } from '../deferral.js';
import { header } from '../header.js';
import { nixAttr, nixComment, nixString, nixStringList } from '../quote/nix.js';
import type { Draft, View } from '../types.js';
import { sectionsOf, type UnitSetting } from './settings.js';

/** One NixOS module for all services. */
export function nixosModule(plan: TargetPlan): readonly Draft[] {
  if (plan.services.length === 0) return [];
  const active = plan.services.filter(({ state }) => state === 'active');
  return [
    {
      path: 'modules/services.nix',
      mode: 0o644,
      template: 'services/services.nix',
      language: 'nix',
      view: {
        header: header(plan, 'nix'),
        forces: active.some(({ whole }) => whole === null),
        services: active.map(serviceView),
        deferred: plan.services
          .filter(({ state }) => state === 'deferred')
          .map((service) => ({ lines: deferredLines(plan, service) })),
      },
      state: active.length > 0 ? 'active' : 'deferred',
      origin: plan.services.map(({ name }) => `services.${name}`),
    },
  ];
}

function serviceView(service: ServicePlan): View {
  const { unit, whole } = service;
  const sections = sectionsOf(service);
  const force = whole === null;
  return {
    about: nixComment(
      force ? `Beside the module or package that brings ${unit}.` : `${unit}, the whole of it.`,
      '  ',
    ),
    name: nixAttr(unit.replace(/\.service$/, '')),
    whole: whole !== null && {
      description: nixString(whole.description),
      after: list(whole.after),
      wants: list(whole.wants),
      wantedBy: list(whole.wantedBy),
    },
    hasUnit: sections.unit.length > 0,
    unit: sections.unit.map((one) => settingView(one, force)),
    hasService: sections.service.length > 0,
    service: sections.service.map((one) => settingView(one, force)),
  };
}

function list(names: readonly string[]): View | false {
  return names.length > 0 && { names: nixStringList(names) };
}

/** Forced beside a unit of somebody else: nixpkgs sets Restart of many services, and two plain values would conflict. */
function settingView({ key, words, why }: UnitSetting, force: boolean): View {
  return {
    comments: why === null ? [] : [nixComment(why, '      ')],
    name: nixAttr(key),
    force,
    value: nixString(words.map(String).join(' ')),
  };
}

function deferredLines(plan: TargetPlan, service: ServicePlan) {
  const { unit, service: settings } = sectionsOf(service);
  return [
    `${service.unit}:`,
    ...deferralSentences(plan, service.deferral, `service.${service.name}`),
    ...unit.map(({ key, words }) => `deferred: unitConfig.${key} = "${words.map(String).join(' ')}";`),
    ...settings.map(({ key, words }) => `deferred: serviceConfig.${key} = "${words.map(String).join(' ')}";`),
  ].map((text) => nixComment(text, '  '));
}
