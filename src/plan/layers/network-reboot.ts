import type { NetworkSpec } from '../../spec/schema.js';
import { complain, fromSpec, type Notes } from '../notes.js';
import type { LadderRebootPlan, ProbePlan } from '../types.js';
import { checkNames, seconds } from './network-kinds.js';
import { resolveDeferral } from './watchdog.js';

type WrittenReboot = NonNullable<NetworkSpec['reboot']>;

/** The last step of the ladder. Who does not write it gets none: a reboot is never assumed. */
export function resolveLadderReboot(
  notes: Notes,
  network: NetworkSpec,
  probes: readonly ProbePlan[],
  everyMs: number,
): LadderRebootPlan {
  const written: WrittenReboot = network.reboot ?? { state: 'deferred' };
  const { guards = [], vetoes = [] } = written;
  checkNames(notes, ['reboot', 'guards'], 'guard', guards, Object.keys(network.guard ?? {}));
  checkNames(notes, ['reboot', 'vetoes'], 'probe', vetoes, Object.keys(network.probe));
  checkVetoes(notes, network.healthy, vetoes);
  checkReach(notes, network, written, probes);
  const windowMs = seconds(notes, ['reboot', 'window'], written.window, '1h');
  if (written.window !== undefined && windowMs < everyMs) {
    complain(notes, 'WD0214', ['network', 'reboot', 'window'], {
      detail: 'The window is shorter than the time from one round to the next, so that it limits nothing.',
      help: 'write at least `every`',
    });
  }
  recordOrigins(notes, written);
  return {
    state: written.state,
    rounds: written.rounds ?? 3,
    on: written.on ?? DEFAULT_ON,
    guards,
    vetoes,
    max: written.max ?? 1,
    windowMs,
    neverUp: written['never-up'] ?? 1,
    deferral: resolveDeferral(notes, ['network', 'reboot'], written.deferral),
  };
}

/** A reboot mends this machine. Beyond the LAN it seldom has a part in what is broken. */
const DEFAULT_ON = ['link', 'lan'] as const;

/** When the reboot is considered, a probe that decides has failed: as a veto it would say what is known. */
function checkVetoes(notes: Notes, healthy: readonly string[], vetoes: readonly string[]): void {
  for (const [index, name] of vetoes.entries()) {
    if (!healthy.includes(name)) continue;
    complain(notes, 'WD0214', ['network', 'reboot', 'vetoes', index], {
      detail: `"${name}" decides already whether the network is well; as a veto it would forbid reboots that it has called for.`,
      help: 'use another probe as the veto, or take it out of `healthy`',
    });
  }
}

/** A reboot that no failed probe can lead to would stand in the spec and never come. */
function checkReach(
  notes: Notes,
  { healthy, reboot }: NetworkSpec,
  { state, on }: WrittenReboot,
  probes: readonly ProbePlan[],
): void {
  const deciding = probes.filter(({ name }) => healthy.includes(name));
  // A probe with a mistake may have proven it.
  if (reboot === undefined || deciding.length < healthy.length) return;
  const proven = deciding.map(({ proves }) => proves);
  for (const [index, one] of (on ?? []).entries()) {
    if (proven.includes(one)) continue;
    complain(notes, 'WD0214', ['network', 'reboot', 'on', index], {
      detail: `No probe of \`healthy\` proves "${one}", so that none can fail to.`,
      help: `remove it, or add such a probe to \`healthy\``,
    });
  }
  if (on !== undefined || state !== 'active' || DEFAULT_ON.some((one) => proven.includes(one))) return;
  complain(notes, 'WD0214', ['network', 'reboot', 'on'], {
    detail:
      'No probe of `healthy` proves the link or the LAN, so that this reboot never comes: a failed probe of something further away does not lead to one.',
    help: 'add a probe of carrier, address or gateway to `healthy`, or write `on`',
  });
}

/** Plan keys, the spec keys that they come from, and the reason for a default. */
const KEYS = [
  ['state', 'state', 'a reboot is never assumed'],
  ['rounds', 'rounds', 'the other steps get three chances'],
  ['on', 'on', 'what a reboot of this machine can mend'],
  ['guards', 'guards', 'none is named'],
  ['vetoes', 'vetoes', 'none is named'],
  ['max', 'max', 'one reboot shows whether it helps'],
  ['windowMs', 'window', 'time for somebody to notice'],
  ['neverUp', 'never-up', 'a router that is off is not mended by reboots'],
] as const;

function recordOrigins(notes: Notes, written: Partial<WrittenReboot>): void {
  const there = notes.target.value.network?.reboot;
  fromSpec(
    notes,
    ['network', 'reboot'],
    ['network', 'reboot'],
    'a reboot is never assumed',
    there !== undefined,
  );
  for (const [plan, key, reason] of KEYS) {
    const isWritten = there !== undefined && written[key] !== undefined;
    fromSpec(notes, ['network', 'reboot', plan], ['network', 'reboot', key], reason, isWritten);
  }
}
