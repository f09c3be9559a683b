import type { AlertSpec } from '../../spec/schema.js';
import { complain, fromSpec, type Notes } from '../notes.js';
import type { AlertPlan } from '../types.js';
import { toMs } from './watchdog.js';

/** Members that the program writes itself. */
const OWN_MEMBERS = ['event', 'device', 'details'];

/** An attempt that lasts longer keeps its process and its connection around for nothing. */
const LONGEST_TRY_MS = 60_000;

/** Webhooks. */
export function resolveAlerts(notes: Notes): readonly AlertPlan[] {
  const written = notes.target.value.alert;
  fromSpec(notes, ['alerts'], ['alert'], 'nobody is told', written !== undefined);
  return Object.entries(written ?? {}).map(([name, alert]) => resolveAlert(notes, name, alert));
}

function resolveAlert(notes: Notes, name: string, written: AlertSpec): AlertPlan {
  const { url, device, tries, timeout, fields } = written;
  const at = (plan: string, key: keyof AlertSpec, reason: string) =>
    fromSpec(notes, ['alerts', name, plan], ['alert', name, key], reason, written[key] !== undefined);
  fromSpec(notes, ['alerts', name], ['alert', name], '', true);
  at('device', 'device', "the target's name");
  at('tries', 'tries', 'a short outage of the network is passed');
  at('timeoutMs', 'timeout', 'long enough for TLS over a slow link');
  at('fields', 'fields', 'no further members');
  checkAlert(notes, name, written);
  return {
    name,
    url,
    device: device ?? notes.target.name,
    fields: fields ?? {},
    tries: tries ?? 3,
    timeoutMs: toMs(timeout ?? '5s'),
  };
}

function checkAlert(notes: Notes, name: string, { fields, timeout }: AlertSpec): void {
  for (const member of Object.keys(fields ?? {}).filter((one) => OWN_MEMBERS.includes(one))) {
    complain(notes, 'WD0238', ['alert', name, 'fields', member], {
      detail: `\`${member}\` is a member that every message has.`,
      help: member === 'device' ? 'write `device` beside `url`' : 'give it another name',
    });
  }
  if (timeout !== undefined && toMs(timeout) > LONGEST_TRY_MS) {
    complain(notes, 'WD0238', ['alert', name, 'timeout'], {
      detail: `One try would last up to ${timeout}.`,
      help: 'write at most "1min"',
    });
  }
}
