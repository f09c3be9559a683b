import type { Counting, RollbackMachine } from '../machine.js';
import { bootcount } from './bootcount.js';
import { bootmeth } from './bootmeth.js';
import { left } from './left.js';
import { entries, grub } from './loaders.js';
import type { Books } from './types.js';

const BOOKS: Readonly<Record<Counting, Books>> = {
  'rauc-uboot': left,
  'rauc-bootmeth': bootmeth,
  'uboot-bootcount': bootcount,
  'systemd-boot': entries,
  grub,
};

export function booksOf({ scheme }: RollbackMachine): Books {
  return BOOKS[scheme];
}
