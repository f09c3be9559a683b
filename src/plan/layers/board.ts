import { boardIds, findBoard, findDriver } from '../../catalogue/index.js';
import type { Board, WatchdogDriver } from '../../catalogue/types.js';
import { suggest } from '../../core/suggest.js';
import { complain, fromSpec, type Notes, origin } from '../notes.js';
import type { BoardPlan, DriverPlan } from '../types.js';

/** A target's board and its watchdog driver, as the catalogue has them. */
export interface Hardware {
  readonly board: Board;
  readonly driver: WatchdogDriver;
}

/** Looks the board and its driver up. Undefined after a complaint. */
export function findHardware(notes: Notes): Hardware | undefined {
  const id = notes.target.value.board;
  const board = findBoard(id);
  if (board === undefined) {
    const near = suggest(id, boardIds());
    complain(notes, 'WD0201', ['board'], {
      detail: `The catalogue has no board \`${id}\`.`,
      help: near === undefined ? `known boards: ${boardIds().join(', ')}` : `did you mean "${near}"?`,
    });
    return undefined;
  }
  const driver = board.driver === null ? undefined : findDriver(board.driver);
  if (driver === undefined) {
    complain(notes, 'WD0202', ['board'], {
      detail: [`${board.title}: no driver is known.`, ...board.notes].join(' '),
    });
    return undefined;
  }
  return { board, driver };
}

/** The board's part of the plan. */
export function resolveBoard(notes: Notes, { board }: Hardware): BoardPlan {
  fromSpec(notes, ['board'], ['board'], '', true);
  fromSpec(notes, ['board', 'id'], ['board'], '', true);
  const source = board.sources.join('; ');
  for (const fact of ['title', 'soc', 'arch', 'firmware', 'notes'] as const) {
    origin(notes, ['board', fact], { kind: 'catalogue', fact: `board ${board.id}`, source });
  }
  const { id, title, soc, arch, firmware, notes: remarks } = board;
  return { id, title, soc, arch, firmware, notes: remarks };
}

/** The driver's part of the plan, with its limits worked out for this board's clock. */
export function resolveDriver(notes: Notes, { board, driver }: Hardware): DriverPlan {
  const limits = driver.limits(board.clockHz);
  const source = driver.sources.join('; ');
  origin(notes, ['watchdog', 'driver'], { kind: 'catalogue', fact: `driver ${driver.id}`, source });
  for (const fact of ['minMs', 'maxMs', 'stepsMs', 'limitsFrom']) {
    origin(notes, ['watchdog', 'driver', fact], { kind: 'catalogue', fact: limits.derivation, source });
  }
  return {
    id: driver.id,
    title: driver.title,
    identity: driver.identity,
    modules: driver.modules,
    minMs: limits.minMs,
    maxMs: limits.maxMs,
    stepsMs: limits.stepsMs,
    limitsFrom: limits.derivation,
    defaultTimeoutMs: driver.defaultTimeoutMs,
    overMax: driver.overMax,
    resetsAtExpiry: driver.resetsAtExpiry,
    nowayout: driver.nowayout.value,
    magicClose: driver.magicClose,
    bootHandover: driver.bootHandover.value,
    pretimeout: driver.pretimeout.value,
    watchdogCore: driver.watchdogCore,
    softwareOnly: driver.softwareOnly,
    uboot: driver.uboot === null ? null : { kconfig: driver.uboot.kconfig, note: driver.uboot.note ?? null },
    sources: driver.sources,
  };
}
