import type { RollbackPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { type Quoted, Unquotable } from '../quote/quoted.js';
import { systemdManagerValue } from '../quote/systemd.js';
import type { Draft } from '../types.js';

/**
 * What RAUC's system.conf has to say about slots and tries. `boot-attempts` and `boot-attempts-primary` exist since
 * RAUC 1.6 and are written in hexadecimal, which for 1 to 9 is what U-Boot reads.
 * Source: rauc CHANGES (1.6), docs/reference.rst "[system] Section", src/bootloaders/uboot.c; glib GKeyFile ("groups
 * with the same name are merged").
 */
export function raucConfig(plan: TargetPlan, rollback: RollbackPlan): readonly Draft[] {
  if (!rollback.scheme.startsWith('rauc-')) return [];
  return [
    {
      path: 'rauc/system.conf.part',
      mode: 0o644,
      template: 'commit/system.conf.part',
      language: 'systemd',
      view: {
        header: header(plan, 'systemd'),
        tries: rollback.tries,
        slots: rollback.slots.map(({ name, device, type }) => ({
          name: keyFileValue(name),
          device: keyFileValue(device ?? ''),
          type: keyFileValue(type),
        })),
      },
      state: 'active',
      origin: ['rollback.slots', 'rollback.tries'],
    },
  ];
}

/** Nothing that GKeyFile could read otherwise: no blanks, no backslash, no `;`. */
function keyFileValue(text: string): Quoted {
  if (!/^[A-Za-z0-9._/+-]+$/.test(text)) throw new Unquotable('systemd', `"${text}" in RAUC's system.conf`);
  return systemdManagerValue(text);
}
