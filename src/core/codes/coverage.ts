import { type CodeFacts, code } from './facts.js';

/** What the coverage of a target shows: WD1120 to WD1129. */
export const coverageCodes = {
  WD1120: code(
    'note',
    'nothing catches this failure, today or later',
    'The watchdog sees what its feeder sees. A feeder that is a process of its own goes on while PID 1 hangs (systemd: services are no longer started, stopped or answered), and nothing that is deferred would change that. wdgen coverage lists every failure with what catches it.',
  ),
  WD1121: code(
    'note',
    'what is deferred catches less than what is active',
    'A step that adds something can take something away: an application that feeds instead of an applet decides by itself whether the timer runs on at a shutdown. wdgen coverage shows both columns, wdgen enable the rows that change.',
  ),
} as const satisfies Record<string, CodeFacts>;
