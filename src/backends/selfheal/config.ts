import type { GuardPlan, NetworkPlan } from '../../plan/types.js';
import type { Quoted } from '../quote/quoted.js';
import { shAssignment, shComment } from '../quote/sh.js';
import { shListAssignment, shWordAssignment } from '../quote/sh-list.js';
import type { View } from '../types.js';
import { probeLines } from './probes.js';
import { stepLines } from './steps.js';
import { needWord, seconds } from './words.js';

/** The configuration as blocks of assignments, each with a comment, in the order of the plan. */
export function configSections(network: NetworkPlan): readonly View[] {
  return [
    general(network),
    ...network.probes.map((probe, index) =>
      section(`Probe "${probe.name}" proves: ${probe.proves}.`, probeLines(probe, index + 1)),
    ),
    healthy(network),
    ...network.guards.map((guard, index) =>
      section(
        `Guard "${guard.name}": while it holds, what names it does not act.`,
        guardLines(guard, index + 1),
      ),
    ),
    ...network.steps.map((step, index) =>
      section(`Step ${index + 1} of the ladder.`, stepLines(step, index + 1, network.interface)),
    ),
    reboot(network),
  ];
}

function section(comment: string, lines: readonly Quoted[]): View {
  return { comment: shComment(comment), lines };
}

function general(network: NetworkPlan): View {
  return section('The interface, the random delay of a round, and what survives a reboot.', [
    shWordAssignment('interface', network.interface),
    number('jitter', seconds(network.jitterMs)),
    path('state_dir', network.stateDir),
    path('log_file', network.log.path),
    number('log_bytes', network.log.bytes),
    number('probes', network.probes.length),
    number('guards', network.guards.length),
    number('steps', network.steps.length),
  ]);
}

function healthy({ healthy }: NetworkPlan): View {
  return section('The network is healthy when these probes succeed; others are only asked as vetoes.', [
    shAssignment('healthy_need', needWord(healthy.need)),
    shListAssignment('healthy_probes', healthy.probes),
  ]);
}

function guardLines({ name, check }: GuardPlan, index: number): readonly Quoted[] {
  const at = `guard${index}`;
  const lines = [shWordAssignment(`${at}_name`, name), shAssignment(`${at}_kind`, check.kind)];
  switch (check.kind) {
    case 'usb-storage':
      return [
        ...lines,
        shWordAssignment(`${at}_what`, check.gadget),
        shAssignment(`${at}_bound`, check.whenBound ? 'yes' : 'no'),
      ];
    case 'udc-bound':
      return [...lines, shWordAssignment(`${at}_what`, check.gadget)];
    case 'process':
      return [...lines, shWordAssignment(`${at}_what`, check.name)];
    default:
      return [...lines, path(`${at}_what`, check.path)];
  }
}

const REBOOT: Readonly<Record<NetworkPlan['reboot']['state'], string>> = {
  active:
    'The last step: a reboot, after that many failed rounds in a row, when a probe failed that proves one of these.',
  deferred: 'The last step would be a reboot. It is deferred: the log says when it would have come.',
};

function reboot({ reboot }: NetworkPlan): View {
  return section(`${REBOOT[reboot.state]} At most so many in a window of running time.`, [
    shAssignment('reboot', reboot.state),
    number('reboot_rounds', reboot.rounds),
    shListAssignment('reboot_on', reboot.on),
    shListAssignment('reboot_guards', reboot.guards),
    shListAssignment('reboot_vetoes', reboot.vetoes),
    number('reboot_max', reboot.max),
    number('reboot_window', seconds(reboot.windowMs)),
    number('reboot_never_up', reboot.neverUp),
  ]);
}

function number(name: string, value: number): Quoted {
  return shAssignment(name, String(value));
}

/** Absolute, so that it is no option; it may hold blanks. */
function path(name: string, value: string): Quoted {
  return shAssignment(name, value);
}
