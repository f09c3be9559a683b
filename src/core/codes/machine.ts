import { type CodeFacts, code } from './facts.js';

/** The machine's fault: WD09. */
export const machineCodes = {
  WD0901: code(
    'error',
    'file system error',
    'The machine refused to read or write. Nothing is left half-written.',
  ),
  WD0902: code(
    'error',
    'another run holds the lock',
    'Two runs at once could mix their output, so the second one waits for a moment and then gives up.',
  ),
  WD0903: code('error', 'tool is missing', 'A tool this command needs is not installed.'),
} as const satisfies Record<string, CodeFacts>;
