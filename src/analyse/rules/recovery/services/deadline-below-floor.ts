import { sayDuration } from '../../../../core/duration.js';
import type { Rule } from '../../../types.js';

const MIB = 1024 * 1024;
/** Less memory than this, and the shortest deadline that swapping and a full cache leave room for. A judgement. */
const FLOORS = [
  { belowBytes: 512 * MIB, leastMs: 60_000 },
  { belowBytes: 1024 * MIB, leastMs: 30_000 },
];

/** A starved machine is not made worse by killing what waits. */
export const deadlineBelowFloor: Rule = {
  code: 'WD1092',
  check: ({ services, image: { memoryBytes } }) => {
    const floor = FLOORS.find(({ belowBytes }) => memoryBytes !== null && memoryBytes < belowBytes);
    if (floor === undefined || memoryBytes === null) return [];
    return services.flatMap(({ name, watchdogMs }) =>
      watchdogMs === null || watchdogMs >= floor.leastMs
        ? []
        : [
            {
              at: ['services', name, 'watchdogMs'],
              detail: `${sayDuration(watchdogMs)} with ${memoryBytes / MIB} MiB of memory: a healthy service is killed when memory is short.`,
              help: `write watchdog = "${sayDuration(floor.leastMs)}" or more`,
              because: [{ path: ['image', 'memoryBytes'], says: 'the memory of the machine' }],
            },
          ],
    );
  },
};
