import type { Text } from '../place.js';
import { type Assignment, effective, readIni } from './ini.js';

/** A slot of RAUC. */
export interface RaucSlot {
  /** `rootfs.0`. */
  readonly name: string;
  readonly bootname: Assignment | undefined;
  readonly device: Assignment | undefined;
  readonly type: Assignment | undefined;
}

/** RAUC's system.conf. */
export interface Rauc {
  readonly text: Text;
  readonly all: readonly Assignment[];
  readonly bootloader: Assignment | undefined;
  readonly attempts: Assignment | undefined;
  readonly attemptsPrimary: Assignment | undefined;
  readonly slots: readonly RaucSlot[];
}

/** Source: RAUC docs/reference.rst, "System Configuration File". */
export function readRauc(text: Text): Rauc {
  const all = readIni(text);
  const get = (section: string, key: string) => effective(all, section, key)?.last;
  const sections = [...new Set(all.map(({ section }) => section))];
  return {
    text,
    all,
    bootloader: get('system', 'bootloader'),
    attempts: get('system', 'boot-attempts'),
    attemptsPrimary: get('system', 'boot-attempts-primary'),
    slots: sections.flatMap((section) => {
      const name = /^slot\.(.+)$/.exec(section)?.[1];
      if (name === undefined) return [];
      return [
        {
          name,
          bootname: get(section, 'bootname'),
          device: get(section, 'device'),
          type: get(section, 'type'),
        },
      ];
    }),
  };
}
