import type { Rule } from '../../../types.js';

/** Block 0. */
const MBR_END = 0x200;
/** Blocks 0 to 33: the MBR that protects a GPT, its header, and 128 entries of 128 bytes. */
const GPT_END = 0x4400;

/** The environment does not lie where partition tables do. An eMMC boot partition has none. */
export const environmentOverPartitionTable: Rule = {
  code: 'WD1058',
  check: ({ rollback }) => {
    const environment = rollback?.environment ?? null;
    if (environment?.medium !== 'mmc' || /boot\d+$/.test(environment.device)) return [];
    const { offset, redundantOffset } = environment;
    const lowest = Math.min(offset, redundantOffset ?? offset);
    if (lowest >= GPT_END) return [];
    const surely = lowest < MBR_END && rollback?.state === 'active';
    return [
      {
        at: ['rollback', 'environment', lowest === offset ? 'offset' : 'redundantOffset'],
        ...(surely ? {} : { severity: 'warning' as const }),
        detail:
          lowest < MBR_END
            ? 'It starts in block 0, where every partition table starts.'
            : `0x${lowest.toString(16)} is free on a disk with an MBR, and part of the table on one with a GPT.`,
        help: `write an offset of at least "0x${GPT_END.toString(16)}" that no partition and no boot loader uses`,
      },
    ];
  },
};
