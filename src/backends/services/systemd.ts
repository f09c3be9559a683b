import type { ServicePlan, TargetPlan } from '../../plan/types.js';
import { deferralSentences } from '../deferral.js';
import { header } from '../header.js';
import { systemdComment, systemdUnitName, systemdValue } from '../quote/systemd.js';
import type { Draft, View } from '../types.js';
import { sectionsOf, type UnitSetting } from './settings.js';

const FOLDER = 'rootfs/etc/systemd/system';

/** The unit or the drop-in of a service; a deferred one is documented where a drop-in would lie. */
export function systemdUnits(plan: TargetPlan, service: ServicePlan): readonly Draft[] {
  if (service.state === 'deferred') return [draft(service, 'drop-in', deferredView(plan, service))];
  if (service.whole === null) return [draft(service, 'drop-in', activeView(plan, service))];
  return [
    draft(service, 'whole', activeView(plan, service)),
    ...wantedBy(plan, service, service.whole.wantedBy),
  ];
}

/**
 * Also a whole unit that is deferred gets a drop-in: a unit file of nothing but comments would hide one of the same
 * name below /usr/lib. The drop-in is numbered, so that it wins over a vendor's and can be overridden.
 * Source: systemd.unit(5), "Unit File Load Path".
 */
function draft(service: ServicePlan, as: 'whole' | 'drop-in', view: View): Draft {
  const path = as === 'whole' ? service.unit : `${service.unit}.d/50-wdgen.conf`;
  return {
    path: `${FOLDER}/${path}`,
    mode: 0o644,
    template: 'services/unit',
    language: 'systemd',
    view,
    state: service.state,
    origin: [`services.${service.name}`],
  };
}

function activeView(plan: TargetPlan, service: ServicePlan): View {
  const { whole } = service;
  const { unit, service: settings } = sectionsOf(service);
  return {
    header: header(plan, 'systemd'),
    intro: whole === null ? [systemdComment(`Beside the unit of somebody else: ${service.unit}.`)] : [],
    hasUnit: unit.length > 0 || whole !== null,
    description: whole !== null && { text: systemdValue(whole.description) },
    after: unitList(whole?.after ?? []),
    wants: unitList(whole?.wants ?? []),
    unit: unit.map(settingView),
    hasService: settings.length > 0,
    service: settings.map(settingView),
  };
}

function unitList(names: readonly string[]): View | false {
  return names.length > 0 && { names: names.map(systemdUnitName) };
}

function settingView({ key, words, why }: UnitSetting): View {
  return {
    comments: why === null ? [] : [systemdComment(why)],
    set: true,
    name: systemdValue(key),
    words,
  };
}

/** The lines as comments: what `wdgen enable` would make of them. */
function deferredView(plan: TargetPlan, service: ServicePlan): View {
  const { unit, service: settings } = sectionsOf(service);
  const setting = `service.${service.name}`;
  return {
    header: header(plan, 'systemd'),
    intro: deferralSentences(plan, service.deferral, setting).map((text) => systemdComment(text)),
    hasUnit: unit.length > 0,
    description: false,
    after: false,
    wants: false,
    unit: unit.map(deferredSetting),
    hasService: settings.length > 0,
    service: settings.map(deferredSetting),
  };
}

function deferredSetting({ key, words }: UnitSetting): View {
  const text = systemdComment(`deferred: ${key}=${words.map(String).join(' ')}`);
  return { comments: [text], set: false, name: systemdValue(key), words };
}

/** A target pulls the unit in by a drop-in of its own: an image has nobody who runs "systemctl enable". */
function wantedBy(
  plan: TargetPlan,
  { name, unit }: ServicePlan,
  targets: readonly string[],
): readonly Draft[] {
  return targets.map((target) => ({
    path: `${FOLDER}/${target}.d/50-${unit.replace(/\.service$/, '')}.conf`,
    mode: 0o644,
    template: 'services/wants.conf',
    language: 'systemd',
    view: { header: header(plan, 'systemd'), unit: systemdUnitName(unit) },
    state: 'active',
    origin: [`services.${name}.whole`],
  }));
}
