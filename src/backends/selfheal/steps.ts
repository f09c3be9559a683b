import type { StepAction, StepPlan } from '../../plan/types.js';
import type { Quoted } from '../quote/quoted.js';
import { shAssignment } from '../quote/sh.js';
import { shListAssignment, shWordAssignment } from '../quote/sh-list.js';
import { seconds } from './words.js';

/** The assignments of one step, numbered in the order of the ladder. */
export function stepLines(step: StepPlan, index: number, networkInterface: string): readonly Quoted[] {
  const at = `step${index}`;
  return [
    shWordAssignment(`${at}_name`, step.name),
    shAssignment(`${at}_kind`, step.action.kind),
    shAssignment(`${at}_says`, saysOf(step.action, networkInterface)),
    ...ownLines(at, step.action),
    shAssignment(`${at}_limit`, String(Math.max(1, seconds(step.timeoutMs)))),
    shAssignment(`${at}_settle`, String(seconds(step.settleMs))),
    shAssignment(`${at}_cooldown`, String(seconds(step.cooldownMs))),
    shListAssignment(`${at}_guards`, step.guards),
  ];
}

/** What the log says when the step is taken, after "would" too. */
function saysOf(action: StepAction, networkInterface: string): string {
  switch (action.kind) {
    case 'bounce':
      return `take ${networkInterface} down for ${seconds(action.downMs)} s and up again`;
    case 'renegotiate':
      return `negotiate the link of ${networkInterface} anew`;
    case 'force-speed':
      return `fix ${networkInterface} at ${action.mbit} Mbit/s, ${action.duplex} duplex`;
    case 'dhcp':
      return `get the address of ${networkInterface} anew by DHCP`;
    case 'restart':
      return `restart ${action.service} (${action.manager})`;
    case 'script':
      return `run ${action.path}`;
    case 'webhook':
      return `send the alert ${action.alert}`;
    case 'email':
      return `send a mail to ${action.to}`;
    case 'wake-on-lan':
      return `wake ${action.mac}`;
  }
}

function ownLines(at: string, action: StepAction): readonly Quoted[] {
  const word = (name: string, value: string) => shWordAssignment(`${at}_${name}`, value);
  switch (action.kind) {
    case 'bounce':
    case 'renegotiate':
      return [word('down', String(Math.max(1, seconds(action.downMs))))];
    case 'force-speed':
      return [word('mbit', String(action.mbit)), word('duplex', action.duplex)];
    case 'dhcp':
      return [];
    case 'restart':
      return [word('manager', action.manager), word('service', action.service)];
    case 'script':
      return [shAssignment(`${at}_path`, action.path)];
    case 'webhook':
      return [word('alert', action.alert)];
    case 'email':
      return [word('to', action.to), word('from', action.from), word('relay', action.relay)];
    case 'wake-on-lan':
      return [word('mac', action.mac)];
  }
}
