import type { DoctorPlan, RollbackPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { shWord } from '../quote/sh.js';
import type { View } from '../types.js';
import { journalsView } from './journals.js';
import { watchdogView } from './watchdog.js';

/** What the program is told: what the plan promises, so that it can compare. */
export function doctorView(plan: TargetPlan, { journals }: DoctorPlan): View {
  const systemd = plan.platform.init === 'systemd';
  return {
    header: header(plan, 'sh'),
    target: shWord(plan.name),
    ...watchdogView(plan),
    systemd,
    reset: { look: shWord(systemd ? 'journalctl -b -1 -e' : 'dmesg') },
    slots: slotsView(plan),
    selfheal: plan.network?.state === 'active' && { program: shWord(selfhealProgram(plan)) },
    ...servicesView(plan),
    ...monitorsView(plan),
    ...journalsView(journals),
  };
}

function selfhealProgram({ platform }: TargetPlan): string {
  return platform.kind === 'nixos'
    ? '/run/current-system/sw/bin/wdgen-selfheal'
    : '/usr/libexec/wdgen/selfheal';
}

function slotsView(plan: TargetPlan): View | false {
  const { rollback, platform } = plan;
  if (rollback?.state !== 'active') return false;
  const { scheme, slots, tries, commit } = rollback;
  const nixos = platform.kind === 'nixos';
  return {
    left: scheme.startsWith('rauc-'),
    bootcount: scheme === 'uboot-bootcount',
    grub: scheme === 'grub',
    systemdBoot: scheme === 'systemd-boot',
    names: slots.map(({ name }) => shWord(name)),
    first: shWord(slots[0]?.name ?? ''),
    fallbacks: slots.map(({ name }, index) => ({
      name: shWord(name),
      fallback: shWord(slots[(index + 1) % slots.length]?.name ?? name),
    })),
    tries,
    limit: Math.max(1, Math.ceil(commit.timeoutMs / 1000)),
    commit: shWord(nixos ? 'wdgen-commit --dry-run' : '/usr/libexec/wdgen/commit --dry-run'),
    refill: shWord(refillCommand(rollback)),
  };
}

/** What gives the first slot its tries back, once it is mended. The runbook has the rest. */
function refillCommand({ scheme, slots, tries }: RollbackPlan): string {
  const first = slots[0]?.name ?? '';
  switch (scheme) {
    case 'rauc-uboot':
    case 'rauc-bootmeth':
      return `mend or reinstall ${first}, then: fw_setenv BOOT_${first}_LEFT ${tries}`;
    case 'uboot-bootcount':
      return `mend or reinstall ${first}, then: fw_setenv bootcount 0`;
    case 'grub':
      return `mend or reinstall it, then: grub-editenv - set boot_counter=${tries} boot_success=0`;
    case 'systemd-boot':
      return 'bootctl list';
  }
}

function servicesView({ services }: TargetPlan): View {
  const active = services.filter(({ state }) => state === 'active');
  return {
    services: active.length > 0 && {
      list: active.map(({ name, unit }) => ({ name: shWord(name), unit: shWord(unit) })),
    },
  };
}

function monitorsView({ monitors }: TargetPlan): View {
  const active = monitors.filter(({ state }) => state === 'active');
  return {
    monitors: active.length > 0 && {
      list: active.map(({ name, process, restart: { manager, service } }) => ({
        name: shWord(name),
        process: shWord(process),
        restart: shWord(manager === 'systemd' ? `systemctl restart ${service}` : `start ${service}`),
      })),
    },
  };
}
