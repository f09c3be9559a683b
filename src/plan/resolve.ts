import type { Diagnostic } from '../core/diagnostic.js';
import { hasErrors, type Report } from '../core/report.js';
import type { SpecTarget } from '../spec/read.js';
import { resolveAlerts } from './layers/alerts.js';
import { findHardware, resolveBoard, resolveDriver } from './layers/board.js';
import { resolveBoot, resolveImage, resolveSilenced } from './layers/boot.js';
import { resolveDoctor } from './layers/doctor.js';
import { resolveKernel } from './layers/kernel.js';
import { resolveMonitors } from './layers/monitors.js';
import { resolveNetwork } from './layers/network.js';
import { resolvePlatform } from './layers/platform.js';
import { resolveRetentions } from './layers/retention.js';
import { resolveRollback } from './layers/rollback.js';
import { resolveServices } from './layers/services.js';
import { resolveWatchdog } from './layers/watchdog.js';
import { createNotes, fold, fromSpec, type Notes } from './notes.js';
import type { PlatformPlan, ResolvedTarget, TargetPlan } from './types.js';

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
  const recovery = platform === undefined ? undefined : resolveRecovery(notes, platform);
  if (platform === undefined || hardware === undefined || settings === undefined) return undefined;
  if (recovery === undefined) return undefined;
  const board = resolveBoard(notes, hardware);
  const watchdog = { driver: resolveDriver(notes, hardware), ...settings };
  const kernel = resolveKernel(notes, platform, hardware, settings);
  fromSpec(notes, ['name'], [], '', true);
  fromSpec(notes, ['specFile'], [], '', true);
  fromSpec(notes, ['description'], ['description'], 'not written', value.description !== undefined);
  const description = value.description === undefined ? null : fold(value.description);
  return {
    name,
    description,
    specFile,
    board,
    platform,
    kernel,
    watchdog,
    rollback,
    boot: resolveBoot(notes, board.arch),
    image: resolveImage(notes),
    ...recovery,
    silenced: resolveSilenced(notes),
  };
}

/** What recovers a system that runs: its network, its services, its disk space. */
function resolveRecovery(notes: Notes, platform: PlatformPlan) {
  return {
    network: resolveNetwork(notes, platform),
    services: resolveServices(notes, platform),
    monitors: resolveMonitors(notes, platform),
    alerts: resolveAlerts(notes),
    retentions: resolveRetentions(notes, platform),
    doctor: resolveDoctor(notes, platform),
  };
}
