import { drivers, findBoard, findDriver } from '../catalogue/index.js';
import type { WatchdogDriver } from '../catalogue/types.js';
import type { DotConfig } from './read/config.js';
import { builtValue } from './read/config.js';
import type { DriverFacts, Expected } from './rules/types.js';

/** The facts of the driver that a plan has resolved. */
export function plannedDriver({ plan }: Expected): DriverFacts {
  const { id, modules, minMs, maxMs, overMax } = plan.watchdog.driver;
  return { id, symbol: findDriver(id)?.symbols[0]?.symbol ?? '', modules, minMs, maxMs, overMax };
}

/** The driver of a board; null when the catalogue has none for it. */
export function boardDriver(id: string): DriverFacts | null {
  const board = findBoard(id);
  const driver = board?.driver === null || board === undefined ? undefined : findDriver(board.driver);
  return driver === undefined ? null : factsOf(driver, board?.clockHz ?? null);
}

/** The only hardware driver that a kernel has; null when it has several, as a distribution's has. */
export function builtDriver(kernel: DotConfig | null): DriverFacts | null {
  if (kernel === null) return null;
  const [only, ...others] = builtDrivers(kernel);
  return only === undefined || others.length > 0 ? null : factsOf(only, null);
}

/** The hardware drivers that a kernel has. */
export function builtDrivers(kernel: DotConfig): readonly WatchdogDriver[] {
  return drivers.filter(
    ({ softwareOnly, symbols }) => !softwareOnly && builtValue(kernel, symbols[0]?.symbol ?? '') !== 'n',
  );
}

function factsOf(driver: WatchdogDriver, clockHz: number | null): DriverFacts {
  const { minMs, maxMs } = driver.limits(clockHz);
  const { id, modules, overMax, symbols } = driver;
  return { id, symbol: symbols[0]?.symbol ?? '', modules, minMs, maxMs, overMax };
}
