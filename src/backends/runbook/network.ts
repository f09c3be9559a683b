import { formatDuration } from '../../core/duration.js';
import type { NetworkPlan, StepPlan, TargetPlan } from '../../plan/types.js';
import { inWords } from '../../plan/words.js';
import { gateText } from '../deferral.js';
import { mdBlock, mdCell, mdCode, mdText } from '../quote/markdown.js';
import type { View } from '../types.js';
import { networkCommands } from './network-commands.js';

/** Network self-heal: what it asks, what it does in which order, when it reboots, and what to type; false without it. */
export function networkView(plan: TargetPlan): View | false {
  const { network } = plan;
  if (network === null) return false;
  const { deferral, reboot } = network;
  return {
    active: network.state === 'active',
    deferral: deferral !== null && { reason: mdText(deferral.reason), gate: mdText(gateText(deferral)) },
    interface: mdCode(network.interface),
    every: mdText(formatDuration(network.everyMs)),
    probes: network.probes.map((probe) => ({
      name: mdCode(probe.name, true),
      asks: mdCell(inWords([], probe.check)),
      proves: mdCell(probe.proves),
      part: mdCell(partOf(network, probe.name)),
    })),
    need: mdText(needText(network)),
    steps: network.steps.map(stepView),
    reboots: reboot.state === 'active',
    conditions: conditions(network).map((text) => mdText(text)),
    rebootDeferral: reboot.deferral !== null && {
      reason: mdText(reboot.deferral.reason),
      gate: mdText(gateText(reboot.deferral)),
    },
    times: times(plan, network).map((text) => mdText(text)),
    commands: mdBlock('sh', networkCommands(plan, network)),
  };
}

function partOf({ healthy, reboot }: NetworkPlan, name: string): string {
  if (healthy.probes.includes(name)) return 'decides';
  return reboot.vetoes.includes(name) ? 'forbids a reboot when it succeeds' : '';
}

function needText({ healthy: { need, probes } }: NetworkPlan): string {
  if (probes.length === 1) return 'The network is well when the probe that decides succeeds.';
  const how = { all: 'all of them succeed', any: 'one of them succeeds' };
  const said = need.kind === 'quorum' ? `${need.of} of them succeed` : how[need.kind];
  return `The network is well when, of those that decide, ${said}.`;
}

function stepView(step: StepPlan): View {
  return {
    name: mdCode(step.name, true),
    does: mdCell(inWords([], step.action)),
    settle: mdCell(step.settleMs === 0 ? 'does not wait' : formatDuration(step.settleMs)),
    again: mdCell(step.cooldownMs === 0 ? 'in every round' : `not within ${formatDuration(step.cooldownMs)}`),
    guards: mdCell(step.guards.join(', ')),
  };
}

/** Everything that has to be true before the machine is rebooted. */
function conditions({ reboot, guards }: NetworkPlan): readonly string[] {
  const held = guards.filter(({ name }) => reboot.guards.includes(name));
  return [
    `${reboot.rounds} rounds in a row have failed, this one included, and no step has helped.`,
    `A probe that decides and that proves ${reboot.on.join(' or ')} has failed.`,
    ...held.map(({ name, check }) => `The guard ${name} does not hold: ${inWords([], check)}.`),
    ...reboot.vetoes.map((name) => `The probe ${name} fails, too.`),
    `There ${reboot.max === 1 ? 'was no such reboot' : `were fewer than ${reboot.max} such reboots`} in the last ${formatDuration(reboot.windowMs)} of running time. That is counted across reboots, and never by the clock.`,
    `The network has been up since the boot${neverUpText(reboot.neverUp)}. A router that is off is not mended by reboots.`,
  ];
}

function neverUpText(neverUp: number): string {
  if (neverUp === 0) return '';
  return neverUp === 1
    ? ', or the last such reboot did not come out of a boot in which it never was'
    : `, or fewer than ${neverUp} such reboots in a row came out of a boot in which it never was`;
}

/** Whole minutes, rounded up: the figures are bounds. */
function minutes(ms: number): string {
  return ms < 120_000 ? formatDuration(ms) : `${Math.ceil(ms / 60_000)}min`;
}

/** How long an outage lasts before something happens. */
function times(
  { platform, image }: TargetPlan,
  { everyMs, jitterMs, reboot }: NetworkPlan,
): readonly string[] {
  const noticedMs = everyMs + jitterMs;
  const crond = platform.init === 'busybox' || platform.init === 'sysv';
  return [
    `The first step comes at most ${minutes(noticedMs)} after the network has died.`,
    ...(reboot.state === 'active'
      ? [
          `A reboot comes at the earliest in round ${reboot.rounds}: up to ${minutes(everyMs * reboot.rounds + jitterMs)} and the time of the steps of that round later.`,
        ]
      : []),
    ...(crond
      ? [
          `crond starts the rounds. It goes by the clock: when that jumps by more than an hour, it starts nothing for a minute${image.rtc === false ? ', which a machine without an RTC does at its first time from the network' : ''}. If crond dies, nothing mends the network.`,
        ]
      : []),
  ];
}
