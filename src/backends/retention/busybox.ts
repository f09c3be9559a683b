import type { RetentionPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { kconfigLine } from '../quote/kconfig.js';
import type { Draft } from '../types.js';

/**
 * Besides the shell's own `echo`, `read`, `test` and `trap`. Source: busybox 1.37, the `//config:` lines of
 * shell/ash.c, shell/math.c, findutils/{find,grep}.c, coreutils/*.c, sysklogd/logger.c.
 */
const SYMBOLS = [
  'ASH_PRINTF',
  'CUT',
  'DATE',
  'FEATURE_FIND_EXEC',
  'FEATURE_FIND_EXEC_PLUS',
  'FEATURE_FIND_XDEV',
  'FEATURE_SH_MATH',
  'FEATURE_SH_MATH_64',
  'FEATURE_STAT_FORMAT',
  'FIND',
  'GREP',
  'LN',
  'LOGGER',
  'MKDIR',
  'MV',
  'READLINK',
  'RM',
  'SORT',
  'FEATURE_SORT_BIG',
  'STAT',
  'TR',
] as const;

/** The part of BusyBox' configuration that the program needs; Buildroot's minimal one lacks some of it. */
export function busyboxConfig(plan: TargetPlan, folders: readonly RetentionPlan[]): readonly Draft[] {
  if (plan.platform.kind !== 'buildroot' || folders.length === 0) return [];
  return [
    {
      path: 'buildroot/busybox-retention.config',
      mode: 0o644,
      template: 'retention/busybox-retention.config',
      language: 'kconfig',
      view: {
        header: header(plan, 'kconfig'),
        symbols: SYMBOLS.toSorted().map((symbol) => kconfigLine(symbol, { kind: 'tristate', value: 'y' })),
      },
      state: 'active',
      origin: ['retentions', 'platform.init'],
    },
  ];
}
