import type { Diagnostic } from '../core/diagnostic.js';
import { hasErrors, type Report } from '../core/report.js';
import type { SpecTarget } from '../spec/read.js';
import { findHardware, resolveBoard, resolveDriver } from './layers/board.js';
import { resolveKernel } from './layers/kernel.js';
import { resolvePlatform } from './layers/platform.js';
import { resolveRollback } from './layers/rollback.js';
import { resolveWatchdog } from './layers/watchdog.js';
import { createNotes, fold, fromSpec, type Notes } from './notes.js';
import type { ResolvedTarget, TargetPlan } from './types.js';

/** Resolves one target against the catalogue. All its mistakes are reported; a plan comes back only without errors. */
export function resolveTarget(target: SpecTarget): Report<ResolvedTarget> {
  const notes = createNotes(target);
  const plan = resolvePlan(notes);
  const diagnostics: readonly Diagnostic[] = notes.diagnostics;
  if (plan === undefined || hasErrors(diagnostics)) return { diagnostics };
  return { value: { plan, origins: notes.origins }, diagnostics };
}

/** One layer after the other, in the order in which the machine boots. */
function resolvePlan(notes: Notes): TargetPlan | undefined {
  const { name, specFile, value } = notes.target;
  const platform = resolvePlatform(notes);
  const hardware = findHardware(notes);
  const settings = platform === undefined ? undefined : resolveWatchdog(notes, platform);
  const rollback = platform === undefined ? null : resolveRollback(notes, platform);
  if (platform === undefined || hardware === undefined || settings === undefined) return undefined;
  const board = resolveBoard(notes, hardware);
  const watchdog = { driver: resolveDriver(notes, hardware), ...settings };
  const kernel = resolveKernel(notes, hardware, settings);
  fromSpec(notes, ['name'], [], '', true);
  fromSpec(notes, ['specFile'], [], '', true);
  fromSpec(notes, ['description'], ['description'], 'not written', value.description !== undefined);
  const description = value.description === undefined ? null : fold(value.description);
  return { name, description, specFile, board, platform, kernel, watchdog, rollback };
}
