import type { Found } from '../found.js';
import { effective, timeSpan } from '../read/ini.js';
import type { Unit } from '../read/units.js';
import { splitWords } from '../read/words.js';
import type { AuditFinding, AuditRule } from './types.js';

/** Units with a heartbeat that the image itself brings, not systemd. */
function watched({ units }: Found) {
  return [...units.values()].flatMap((unit) => {
    const limit = effective(unit.all, 'Service', 'WatchdogSec')?.last;
    const isOurs = unit.file !== undefined && !unit.alias && !unit.name.startsWith('systemd-');
    return limit === undefined || !isOurs || (timeSpan(limit.value) ?? 0) === 0 ? [] : [{ unit, limit }];
  });
}

export const killedAndLeft: AuditRule = {
  code: 'WD1234',
  check: ({ found }) =>
    watched(found).flatMap(({ unit, limit }): AuditFinding[] => {
      const restart = effective(unit.all, 'Service', 'Restart')?.last;
      if (restart !== undefined && !/^(no|on-success)?$/.test(restart.value)) return [];
      return [
        {
          place: restart?.place ?? limit.place,
          detail: `${unit.name} is killed when it stalls for ${limit.value}, and Restart is ${restart?.value ?? 'not set (no)'}: it stays dead.`,
          help: 'add Restart=on-failure, or Restart=always',
        },
      ];
    }),
};

export const heartbeatBehindShell: AuditRule = {
  code: 'WD1235',
  check: ({ found }) =>
    watched(found).flatMap(({ unit }): AuditFinding[] => {
      const start = effective(unit.all, 'Service', 'ExecStart')?.last;
      if (start === undefined || access(unit) !== 'main') return [];
      const words = splitWords(start.value);
      const script = /\/(ba|da)?sh$/.test(words[0] ?? '') && words[1] === '-c' ? (words[2] ?? '') : 'exec';
      if (/\bexec\b/.test(script)) return [];
      return [
        {
          place: start.place,
          detail: `${unit.name} runs its program behind a shell. With NotifyAccess=main the heartbeats of a child do not count, and systemd kills a healthy service.`,
          help: 'name the program itself in ExecStart=, write exec before it, or set NotifyAccess=all',
        },
      ];
    }),
};

/** Without the key a service with a heartbeat has `main`. Source: systemd.service(5). */
function access({ all }: Unit): string {
  const value = effective(all, 'Service', 'NotifyAccess')?.last.value;
  return value === undefined || value === '' || value === 'none' ? 'main' : value;
}
