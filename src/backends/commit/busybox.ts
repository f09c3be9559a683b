import type { RollbackPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { kconfigLine } from '../quote/kconfig.js';
import type { Draft } from '../types.js';

/**
 * Besides the shell's own `echo`, `read`, `test` and `trap`. Source: busybox 1.37, the `//config:` lines of
 * shell/ash.c, shell/math.c, findutils/grep.c, editors/sed.c, coreutils/{ln,readlink,rm,sleep,sync,timeout}.c.
 */
const SYMBOLS = [
  'ASH_PRINTF',
  'FEATURE_SH_MATH',
  'GREP',
  'LN',
  'READLINK',
  'RM',
  'SED',
  'SLEEP',
  'SYNC',
  'TIMEOUT',
] as const;

/** The part of BusyBox' configuration that the programs need; Buildroot's minimal one lacks some of it. */
export function busyboxConfig(plan: TargetPlan, { scheme }: RollbackPlan): readonly Draft[] {
  if (plan.platform.kind !== 'buildroot') return [];
  const more = scheme === 'systemd-boot' ? ['LS', 'TR'] : [];
  return [
    {
      path: 'buildroot/busybox-commit.config',
      mode: 0o644,
      template: 'commit/busybox-commit.config',
      language: 'kconfig',
      view: {
        header: header(plan, 'kconfig'),
        symbols: [...SYMBOLS, ...more]
          .toSorted()
          .map((symbol) => kconfigLine(symbol, { kind: 'tristate', value: 'y' })),
      },
      state: 'active',
      origin: ['rollback.scheme', 'platform.init'],
    },
  ];
}
