import type { DoctorPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { kconfigLine } from '../quote/kconfig.js';
import type { Backend, Draft } from '../types.js';
import { doctorView } from './view.js';

const ORIGIN = ['doctor', 'watchdog', 'rollback', 'network', 'services', 'monitors'];

/** The doctor on the device: one program that reads, and says a row each. */
export const doctor: Backend = { id: 'doctor', title: 'doctor on the device', drafts };

function drafts(plan: TargetPlan): readonly Draft[] {
  const { doctor: written, platform } = plan;
  if (written === null) return [];
  const nixos = platform.kind === 'nixos';
  const program: Draft = {
    path: nixos ? 'modules/wdgen-doctor' : 'rootfs/usr/bin/wdgen-doctor',
    mode: 0o755,
    template: 'doctor/doctor',
    language: 'sh',
    view: doctorView(plan, written),
    state: 'active',
    origin: ORIGIN,
  };
  if (nixos) return [program, nixosModule(plan)];
  return [program, ...busyboxConfig(plan, written)];
}

function nixosModule(plan: TargetPlan): Draft {
  return {
    path: 'modules/doctor.nix',
    mode: 0o644,
    template: 'doctor/doctor.nix',
    language: 'nix',
    view: { header: header(plan, 'nix') },
    state: 'active',
    origin: ['doctor'],
  };
}

/**
 * Besides the shell's own `echo`, `read`, `test` and `command`. Source: busybox 1.37, the `//config:` lines of
 * shell/ash.c, shell/math.c, findutils/grep.c, editors/sed.c, coreutils/*.c.
 */
const SYMBOLS = [
  'ASH_CMDCMD',
  'ASH_PRINTF',
  'CUT',
  'FEATURE_SH_MATH',
  'GREP',
  'ID',
  'LS',
  'SED',
  'SLEEP',
  'SORT',
  'TIMEOUT',
  'TR',
] as const;

function busyboxConfig(plan: TargetPlan, { journals }: DoctorPlan): readonly Draft[] {
  if (plan.platform.kind !== 'buildroot') return [];
  const files = journals.some(({ file }) => file !== null) ? ['DATE', 'FEATURE_FANCY_TAIL', 'TAIL'] : [];
  return [
    {
      path: 'buildroot/busybox-doctor.config',
      mode: 0o644,
      template: 'doctor/busybox-doctor.config',
      language: 'kconfig',
      view: {
        header: header(plan, 'kconfig'),
        symbols: [...SYMBOLS, ...files]
          .toSorted()
          .map((symbol) => kconfigLine(symbol, { kind: 'tristate', value: 'y' })),
      },
      state: 'active',
      origin: ['doctor', 'platform.init'],
    },
  ];
}
