import type { NetworkSpec } from '../../spec/schema.js';
import { complain, fromSpec, type Notes } from '../notes.js';
import type { NetworkPlan, PlatformPlan } from '../types.js';
import { resolveGuards } from './network-guards.js';
import { checkNames, checkQuorum, checkUsed, readNeed, seconds } from './network-kinds.js';
import { resolveProbes } from './network-probes.js';
import { resolveLadderReboot } from './network-reboot.js';
import { checkInterval, checkRound } from './network-schedule.js';
import { resolveSteps } from './network-steps.js';
import { resolveDeferral } from './watchdog.js';

/** Network self-heal; null when the spec has none. Every mistake in it is complained about. */
export function resolveNetwork(notes: Notes, platform: PlatformPlan): NetworkPlan | null {
  const written = notes.target.value.network;
  fromSpec(notes, ['network'], ['network'], 'no network self-heal', written !== undefined);
  if (written === undefined) return null;
  const everyMs = seconds(notes, ['every'], written.every, written.every);
  const probes = resolveProbes(notes, written);
  const stateDir = written['state-dir'] ?? '/var/lib/wdgen/selfheal';
  const plan: NetworkPlan = {
    state: written.state,
    interface: written.interface,
    everyMs,
    jitterMs: resolveJitter(notes, written, everyMs),
    probes,
    healthy: { need: readNeed(written.need), probes: written.healthy },
    steps: resolveSteps(notes, written, platform),
    guards: resolveGuards(notes, written),
    reboot: resolveLadderReboot(notes, written, probes, everyMs),
    stateDir,
    log: { path: written.log ?? `${stateDir}/log`, bytes: bytes(written['log-size'] ?? '64KiB') },
    deferral: resolveDeferral(notes, ['network'], written.deferral),
  };
  checkNamed(notes, written);
  checkPlaces(notes, plan);
  checkInterval(notes, ['network', 'every'], everyMs, platform);
  checkRound(notes, plan);
  recordOrigins(notes, written);
  return plan;
}

/** All machines of a fleet start their rounds with the clock, under crond in the same second. */
function resolveJitter(notes: Notes, { jitter }: NetworkSpec, everyMs: number): number {
  if (jitter !== undefined) return seconds(notes, ['jitter'], jitter, jitter);
  return Math.min(30, Math.floor(everyMs / 10_000)) * 1000;
}

/** Whether everything that is named is there, and everything that is there is named. */
function checkNamed(notes: Notes, written: NetworkSpec): void {
  const { healthy, probe, steps = [], step = {}, guard = {}, reboot } = written;
  checkNames(notes, ['healthy'], 'probe', healthy, Object.keys(probe));
  checkQuorum(notes, ['need'], readNeed(written.need), healthy.length);
  checkNames(notes, ['steps'], 'step', steps, Object.keys(step));
  const asked = [...healthy, ...(reboot?.vetoes ?? [])];
  checkUsed(notes, 'probe', Object.keys(probe), asked, '`healthy` or `reboot.vetoes`');
  checkUsed(notes, 'step', Object.keys(step), steps, '`steps`');
  const guarding = [...Object.values(step).flatMap(({ guards = [] }) => guards), ...(reboot?.guards ?? [])];
  checkUsed(notes, 'guard', Object.keys(guard), guarding, '`guards` of a step or of `reboot`');
}

/** File systems that start empty; in Buildroot's skeleton /var/lock, /var/log, /var/run and /var/tmp are links to /tmp. */
const VOLATILE = /^\/(dev|proc|run|sys|tmp|var\/(lock|run|tmp|volatile))(\/|$)/;

/** A budget that is forgotten at a reboot would allow one after the other. */
function checkPlaces(notes: Notes, { stateDir, log }: NetworkPlan): void {
  if (VOLATILE.test(stateDir)) {
    complain(notes, 'WD0214', ['network', 'state-dir'], {
      detail: `${stateDir} is empty after a reboot: the budget of reboots would be forgotten, and the next one allowed.`,
      help: 'name a folder on a medium that keeps it',
    });
  }
  if (log.path === stateDir) {
    complain(notes, 'WD0214', ['network', 'log'], {
      detail: 'The log cannot be the state folder itself.',
      help: `write "${stateDir}/log"`,
    });
  }
}

/** `64KiB`, `1MiB`; the schema has checked the form. */
function bytes(text: string): number {
  return Number.parseInt(text, 10) * (text.endsWith('MiB') ? 1024 * 1024 : 1024);
}

/** Plan keys, the spec keys that they come from, and the reason for a default. */
const KEYS = [
  [['state'], 'state', ''],
  [['interface'], 'interface', ''],
  [['everyMs'], 'every', ''],
  [['jitterMs'], 'jitter', 'a tenth of `every`, at most 30s, so that a fleet does not act as one'],
  [['healthy'], 'healthy', ''],
  [['healthy', 'need'], 'need', 'what fails one probe is not well'],
  [['steps'], 'steps', 'none'],
  [['guards'], 'guard', 'none'],
  [['probes'], 'probe', ''],
  [['stateDir'], 'state-dir', 'where programs keep their state (FHS 3.0, 5.8)'],
  [['log', 'path'], 'log', 'beside the state'],
  [['log', 'bytes'], 'log-size', 'some thousand lines'],
] as const;

function recordOrigins(notes: Notes, written: NetworkSpec): void {
  for (const [plan, key, reason] of KEYS)
    fromSpec(notes, ['network', ...plan], ['network', key], reason, written[key] !== undefined);
}
