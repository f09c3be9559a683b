import type { Rule } from '../../../types.js';
import { inMemory, rebootingLadder } from '../pieces.js';

/** After a reboot somebody can read why it was. */
export const logForgotten: Rule = {
  code: 'WD1078',
  check: (plan) =>
    rebootingLadder(plan).flatMap(({ network: { log, stateDir } }) =>
      inMemory(log.path)
        ? [
            {
              at: ['network', 'log', 'path'],
              detail: `${log.path} is gone after the reboot that it would explain.`,
              help: `write log = "${stateDir}/log"`,
            },
          ]
        : [],
    ),
};
