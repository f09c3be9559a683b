import type { Rule } from '../../../types.js';

/** A torn write leaves a whole environment. FAT has a rule of its own: WD1056. */
export const singleCopyEnvironment: Rule = {
  code: 'WD1055',
  check: ({ rollback }) => {
    const environment = rollback?.environment ?? null;
    if (environment === null || environment.medium === 'fat' || environment.redundantOffset !== null)
      return [];
    const next = environment.offset + environment.size;
    return [
      {
        at: ['rollback', 'environment'],
        detail: 'A power cut while the environment is written loses the counters.',
        help: `give it a second copy where nothing else lies, for example redundant-offset = "0x${next.toString(16)}"`,
      },
    ];
  },
};
