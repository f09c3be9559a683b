import * as z from 'zod/mini';
import { described, durationText, formed, name } from './pieces.js';

/** The doctor on the device, as a spec writes it. */

/** One line that a person reads on a terminal, or types into one. */
const line = (what: string, example: string) =>
  formed(what, 'one line of at most 200 characters', example, /^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, 200);

const pattern = z.strictObject({
  match: described(
    line('pattern', 'HTTP 412'),
    'a basic regular expression of grep; each line that matches counts',
  ),
  colour: described(z.enum(['red', 'yellow']), 'how bad it is'),
  says: described(line('sentence', '%n uploads rejected'), 'what the row says; %n is the number of lines'),
  fix: described(line('command', 'systemctl restart app.service'), 'the command that mends it'),
});

const journal = z.strictObject({
  unit: z.optional(
    described(
      formed(
        'systemd unit',
        'the name of a systemd unit with its type',
        'app.service',
        /^[A-Za-z0-9][A-Za-z0-9:_.@\\-]*\.[a-z]+$/,
        255,
      ),
      "the messages of this unit, in systemd's journal",
    ),
  ),
  file: z.optional(
    described(
      formed('file', 'an absolute path', '/var/log/messages', /^\/[A-Za-z0-9._/+@:-]+$/, 255),
      'a file that syslog writes',
    ),
  ),
  window: z.optional(described(durationText(), 'how far back; whole minutes, at most 7d; default 10min')),
  order: described(
    z.array(name('pattern')).check(z.minLength(1), z.maxLength(32)),
    'patterns in order of priority: the first that matches anything is the row',
  ),
  pattern: described(z.record(name('pattern'), pattern), 'what the messages are looked through for'),
});

export const doctor = () =>
  z.strictObject({
    journal: z.optional(
      described(z.record(name('journal'), journal), 'messages of services, each classified into one row'),
    ),
  });
