import type { HealthCheck } from '../../../../plan/types.js';
import type { Rule } from '../../../types.js';

/** Targets that every boot reaches in which systemd itself works: systemd.special(7). */
const REACHED_ANYHOW: readonly string[] = [
  'sysinit.target',
  'basic.target',
  'local-fs.target',
  'sockets.target',
  'timers.target',
  'paths.target',
  'getty.target',
  'network.target',
  'multi-user.target',
  'graphical.target',
  'default.target',
];

/** At least one health check asks whether something works. */
export const bootCompletionOnly: Rule = {
  code: 'WD1052',
  check: ({ rollback }) => {
    if (rollback === null || !rollback.commit.checks.every(onlyStarted)) return [];
    return [
      {
        at: ['rollback', 'commit', 'checks'],
        detail: 'No check asks the application: a slot on which it does not run is marked good.',
        help: 'add "unit:NAME.service" of what this device is for, or a program that asks it',
      },
    ];
  },
};

function onlyStarted(check: HealthCheck): boolean {
  return check.kind === 'unit' && REACHED_ANYHOW.includes(check.name);
}
