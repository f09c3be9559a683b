import type { NetworkPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { kconfigLine } from '../quote/kconfig.js';
import type { Draft } from '../types.js';
import { sortedOnce, usesOf } from './uses.js';

/**
 * What the program always uses besides the shell's own `echo`, `read`, `test` and `trap`. Source: busybox 1.35, the
 * `//config:config` lines of shell/{ash,math}.c, coreutils/*.c, findutils/grep.c, editors/sed.c, sysklogd/logger.c.
 */
const ALWAYS = [
  'ASH_CMDCMD',
  'ASH_PRINTF',
  'CAT',
  'CUT',
  'DATE',
  'DD',
  'DF',
  'FEATURE_SH_MATH',
  'GREP',
  'ID',
  'LN',
  'LOGGER',
  'LS',
  'MKDIR',
  'MV',
  'READLINK',
  'REBOOT',
  'RM',
  'SED',
  'SLEEP',
  'SYNC',
  'TIMEOUT',
  'TR',
  'WC',
] as const;

/** The part of BusyBox' configuration that the ladder needs; Buildroot's minimal one lacks some of it. */
export function busyboxConfig(plan: TargetPlan, network: NetworkPlan): readonly Draft[] {
  if (plan.platform.kind !== 'buildroot') return [];
  const symbols = sortedOnce([...ALWAYS, ...usesOf(network).symbols]);
  return [
    {
      path: 'buildroot/busybox-selfheal.config',
      mode: 0o644,
      template: 'selfheal/busybox-selfheal.config',
      language: 'kconfig',
      view: {
        header: header(plan, 'kconfig'),
        symbols: symbols.map((symbol) => kconfigLine(symbol, { kind: 'tristate', value: 'y' })),
      },
      state: 'active',
      origin: ['network.probes', 'network.guards', 'network.steps'],
    },
  ];
}
