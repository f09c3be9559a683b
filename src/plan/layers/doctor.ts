import type { DoctorSpec } from '../../spec/schema.js';
import { complain, fold, fromSpec, type Notes } from '../notes.js';
import type { DoctorPlan, JournalPlan, PatternPlan, PlatformPlan } from '../types.js';
import { toMs } from './watchdog.js';

type JournalSpec = NonNullable<DoctorSpec['journal']>[string];

/** The doctor on the device; null when the spec has none. */
export function resolveDoctor(notes: Notes, platform: PlatformPlan): DoctorPlan | null {
  const written = notes.target.value.doctor;
  fromSpec(notes, ['doctor'], ['doctor'], 'no doctor', written !== undefined);
  if (written === undefined) return null;
  fromSpec(notes, ['doctor', 'journals'], ['doctor', 'journal'], 'none', written.journal !== undefined);
  const journals = Object.entries(written.journal ?? {}).map(([name, one]) => {
    checkSource(notes, platform, name, one);
    checkWindow(notes, name, one);
    checkOrder(notes, name, one);
    return resolveJournal(notes, name, one);
  });
  return { journals };
}

function resolveJournal(notes: Notes, name: string, written: JournalSpec): JournalPlan {
  const plan = ['doctor', 'journals', name];
  const table = ['doctor', 'journal', name];
  const { unit, file, window, order, pattern } = written;
  fromSpec(notes, [...plan, 'unit'], [...table, 'unit'], 'a file is read', unit !== undefined);
  fromSpec(notes, [...plan, 'file'], [...table, 'file'], "systemd's journal is read", file !== undefined);
  fromSpec(notes, [...plan, 'windowMs'], [...table, 'window'], 'what is going on now', window !== undefined);
  fromSpec(notes, [...plan, 'patterns'], [...table, 'order'], '', true);
  const patterns = order.flatMap((one): PatternPlan[] => {
    const found = pattern[one];
    if (found === undefined) return [];
    fromSpec(notes, [...plan, 'patterns', one], [...table, 'pattern', one], '', true);
    const { match, colour, says, fix } = found;
    return [{ name: one, match, colour, says: fold(says), fix }];
  });
  return { name, unit: unit ?? null, file: file ?? null, windowMs: toMs(window ?? '10min'), patterns };
}

function checkSource(notes: Notes, platform: PlatformPlan, name: string, { unit, file }: JournalSpec): void {
  const at = ['doctor', 'journal', name];
  if (unit !== undefined && file !== undefined) {
    const detail = 'It names a unit and a file: it is not plain where the messages are.';
    complain(notes, 'WD0243', [...at, 'file'], { detail, help: 'remove one of the two' });
  } else if (unit === undefined && file === undefined) {
    complain(notes, 'WD0243', at, {
      detail: 'It does not say where the messages are.',
      help: 'add: unit = "app.service" or file = "/var/log/messages"',
    });
  } else if (unit !== undefined && platform.init !== 'systemd') {
    const detail = `There is no journal under ${platform.init}.`;
    complain(notes, 'WD0243', [...at, 'unit'], { detail, help: 'write file = "/var/log/messages"' });
  }
}

const WEEK_MS = 604_800_000;

/** Time stamps of a file are compared by the minute. */
function checkWindow(notes: Notes, name: string, { window }: JournalSpec): void {
  if (window === undefined || (toMs(window) % 60_000 === 0 && toMs(window) <= WEEK_MS)) return;
  complain(notes, 'WD0243', ['doctor', 'journal', name, 'window'], {
    detail: `"${window}" is not a number of whole minutes up to a week.`,
    help: 'write for example window = "10min"',
  });
}

function checkOrder(notes: Notes, name: string, { order, pattern }: JournalSpec): void {
  const at = ['doctor', 'journal', name];
  for (const one of Object.keys(pattern).filter((key) => !order.includes(key))) {
    complain(notes, 'WD0244', [...at, 'pattern', one], {
      detail: `\`${one}\` is not in \`order\`, so nothing would ever look for it.`,
      help: 'add it to `order`, where it belongs by its priority, or remove it',
    });
  }
  for (const [index, one] of order.entries()) {
    const twice = order.indexOf(one) !== index;
    if (!twice && Object.hasOwn(pattern, one)) continue;
    complain(notes, 'WD0244', [...at, 'order', index], {
      detail: twice ? `\`${one}\` stands in \`order\` twice.` : `There is no pattern \`${one}\`.`,
      help: twice ? 'remove one' : `add: [..pattern.${one}] with match, colour, says and fix`,
    });
  }
}
