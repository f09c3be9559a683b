import type { NetworkSpec } from '../../spec/schema.js';
import { fromSpec, type Notes } from '../notes.js';
import type { GuardCheck, GuardPlan } from '../types.js';
import { checkKeys, type KindKeys } from './network-kinds.js';

type WrittenGuard = NonNullable<NetworkSpec['guard']>[string];

const GADGET = 'gadget = "rockchip", the folder in /sys/kernel/config/usb_gadget';

const KINDS: Readonly<Record<WrittenGuard['kind'], KindKeys>> = {
  'usb-storage': { needs: { gadget: GADGET }, takes: ['kind', 'when-bound'] },
  'udc-bound': { needs: { gadget: GADGET }, takes: ['kind'] },
  file: { needs: { path: 'path = "/run/update-in-progress"' }, takes: ['kind'] },
  process: { needs: { name: 'name = "swupdate"' }, takes: ['kind'] },
  script: { needs: { path: 'path = "/usr/libexec/is-busy"' }, takes: ['kind'] },
};

const READERS: Readonly<Record<WrittenGuard['kind'], (written: WrittenGuard) => GuardCheck>> = {
  'usb-storage': ({ gadget = '', 'when-bound': whenBound = false }) => ({
    kind: 'usb-storage',
    gadget,
    whenBound,
  }),
  'udc-bound': ({ gadget = '' }) => ({ kind: 'udc-bound', gadget }),
  file: ({ path = '' }) => ({ kind: 'file', path }),
  process: ({ name = '' }) => ({ kind: 'process', name }),
  script: ({ path = '' }) => ({ kind: 'script', path }),
};

/** All guards, in the order of the spec; those with mistakes are left out. */
export function resolveGuards(notes: Notes, { guard = {} }: NetworkSpec): readonly GuardPlan[] {
  return Object.entries(guard).flatMap(([name, written]) => {
    const { kind } = written;
    fromSpec(notes, ['network', 'guards', name], ['network', 'guard', name], '', true);
    if (!checkKeys(notes, ['guard', name], kind, written, KINDS[kind])) return [];
    return [{ name, check: READERS[kind](written) }];
  });
}
