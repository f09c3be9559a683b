import type { EnvironmentPlan } from '../../../../plan/types.js';
import type { Rule } from '../../../types.js';
import { softened } from '../pieces.js';

const BLOCK = 512;

/** U-Boot and fw_setenv read and write the same bytes. */
export const environmentMisaligned: Rule = {
  code: 'WD1057',
  check: ({ rollback }) => {
    if (rollback === null || rollback.environment === null) return [];
    return problemsOf(rollback.environment).map(({ key, detail, help }) => ({
      at: ['rollback', 'environment', key],
      ...softened(rollback.state),
      detail,
      help,
    }));
  },
};

type Key = 'offset' | 'redundantOffset';

interface Problem {
  readonly key: Key;
  readonly detail: string;
  readonly help: string;
}

function problemsOf(environment: EnvironmentPlan): readonly Problem[] {
  switch (environment.medium) {
    case 'fat':
      return [];
    case 'mmc':
      return offsetsOf(environment).flatMap((key) => misplaced(environment, key, BLOCK, 'block'));
    case 'spi-flash': {
      const misaligned = offsetsOf(environment).flatMap((key) =>
        misplaced(environment, key, environment.sector, 'sector'),
      );
      return misaligned.length > 0 ? misaligned : sharedSector(environment);
    }
  }
}

type Raw = Exclude<EnvironmentPlan, { medium: 'fat' }>;

function offsetsOf({ redundantOffset }: Raw): readonly Key[] {
  return redundantOffset === null ? ['offset'] : ['offset', 'redundantOffset'];
}

function misplaced(environment: Raw, key: Key, unit: number, what: string): readonly Problem[] {
  const offset = environment[key] ?? 0;
  if (offset % unit === 0) return [];
  const above = Math.ceil(offset / unit) * unit;
  return [
    {
      key,
      detail: `${hex(offset)} is not at the start of a ${what} of ${hex(unit)} bytes.`,
      help: `write "${hex(above - unit)}" or "${hex(above)}", in U-Boot's configuration too`,
    },
  ];
}

function sharedSector({
  offset,
  redundantOffset,
  size,
  sector,
}: Extract<EnvironmentPlan, { medium: 'spi-flash' }>): readonly Problem[] {
  if (redundantOffset === null) return [];
  const whole = Math.ceil(size / sector) * sector;
  if (Math.abs(redundantOffset - offset) >= whole) return [];
  return [
    {
      key: 'redundantOffset',
      detail: 'Both copies lie in one sector, and are erased together.',
      help: `write redundant-offset = "${hex(offset + whole)}"`,
    },
  ];
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
