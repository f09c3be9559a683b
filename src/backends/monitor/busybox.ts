import type { TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { kconfigLine } from '../quote/kconfig.js';
import type { Draft } from '../types.js';
import { activeMonitors } from './programs.js';

/**
 * Besides the shell's own `echo`, `kill`, `read`, `test` and `trap`. Source: busybox 1.37, the `//config:` lines of
 * coreutils/{cat,ln,mkdir,mv,od,readlink,rm,sleep,timeout,tr}.c, editors/{awk,sed}.c, findutils/grep.c,
 * networking/wget.c, shell/{ash,math}.c, sysklogd/logger.c, util-linux/setsid.c.
 */
const COMMON = ['ASH_PRINTF', 'FEATURE_SH_MATH', 'LOGGER', 'SLEEP', 'TIMEOUT'];
const OF_MONITOR = ['GREP', 'LN', 'MKDIR', 'MV', 'READLINK', 'RM', 'TR'];
const OF_ALERT = [
  'AWK',
  'CAT',
  'FEATURE_WGET_HTTPS',
  'FEATURE_WGET_LONG_OPTIONS',
  'LONG_OPTS',
  'OD',
  'SED',
  'SETSID',
  'WGET',
];

/** The part of BusyBox' configuration that the programs need. */
export function busyboxConfig(plan: TargetPlan): readonly Draft[] {
  const monitors = activeMonitors(plan);
  if (plan.platform.kind !== 'buildroot' || (monitors.length === 0 && plan.alerts.length === 0)) return [];
  const symbols = [
    ...COMMON,
    ...(monitors.length > 0 ? OF_MONITOR : []),
    ...(plan.alerts.length > 0 ? OF_ALERT : []),
  ];
  return [
    {
      path: 'buildroot/busybox-monitor.config',
      mode: 0o644,
      template: 'monitor/busybox-monitor.config',
      language: 'kconfig',
      view: {
        header: header(plan, 'kconfig'),
        symbols: symbols.toSorted().map((symbol) => kconfigLine(symbol, { kind: 'tristate', value: 'y' })),
      },
      state: 'active',
      origin: ['monitors', 'alerts', 'platform.init'],
    },
  ];
}
