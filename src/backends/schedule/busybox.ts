import type { TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import type { Job } from '../jobs.js';
import { kconfigLine } from '../quote/kconfig.js';
import type { Draft } from '../types.js';
import { originOf } from './origin.js';

/**
 * Besides the shell's own `echo`, `printf` and `read`. Source: busybox 1.37, the `//config:` lines of
 * coreutils/{mkdir,mv,readlink,rm,sleep,sync,timeout,touch}.c, editors/{cmp,sed}.c, findutils/grep.c,
 * miscutils/crond.c, procps/pidof.c, sysklogd/logger.c.
 */
const CROND = [
  'ASH_PRINTF',
  'CMP',
  'CROND',
  'GREP',
  'LOGGER',
  'MKDIR',
  'MV',
  'PIDOF',
  'READLINK',
  'RM',
  'SED',
  'SYNC',
  'TIMEOUT',
  'TOUCH',
] as const;
const LOOP = ['SLEEP', 'TIMEOUT'] as const;

/** The part of BusyBox' configuration that the scheduler needs; Buildroot's minimal one lacks some of it. */
export function busyboxConfig(plan: TargetPlan, jobs: readonly Job[]): readonly Draft[] {
  if (plan.platform.kind !== 'buildroot') return [];
  const symbols = plan.platform.init === 's6-rc' ? LOOP : CROND;
  return [
    {
      path: 'buildroot/busybox-schedule.config',
      mode: 0o644,
      template: 'schedule/busybox-schedule.config',
      language: 'kconfig',
      view: {
        header: header(plan, 'kconfig'),
        symbols: symbols.map((symbol) => kconfigLine(symbol, { kind: 'tristate', value: 'y' })),
      },
      state: 'active',
      origin: [...originOf(jobs), 'platform.init'],
    },
  ];
}
