import type { Diagnostic } from '../core/diagnostic.js';
import { diagnostic } from '../core/diagnostic.js';
import type { Excess } from './scan.js';
import { MAX_DEPTH, MAX_TOKEN, MAX_TOKENS } from './scan.js';
import { fileStart, spanAt } from './spans.js';

const details: Readonly<Record<Excess['limit'], string>> = {
  depth: `More than ${MAX_DEPTH} levels of brackets, braces or dotted keys stand inside each other here.`,
  token: `The text or word that starts here is longer than ${MAX_TOKEN} characters.`,
  tokens: `The file holds more than ${MAX_TOKENS} keys, values and punctuation marks; the one here is the first too many.`,
};

/** The finding for a limit that was exceeded, at the place where that happened. */
export function excessError(file: string, text: string, excess: Excess): Diagnostic {
  return diagnostic('WD0007', {
    detail: details[excess.limit],
    help:
      excess.limit === 'tokens'
        ? 'split the spec with `include`'
        : 'no wdgen spec needs this; check where the file comes from',
    span: spanAt(file, text, excess.offset, 1),
  });
}

/** The finding for a text that got past the limits and exhausted the parser all the same. */
export function tooComplex(file: string): Diagnostic {
  return diagnostic('WD0007', {
    detail: 'The file is nested too deeply or holds too long a value to be read.',
    help: 'no wdgen spec needs this; check where the file comes from',
    span: fileStart(file),
  });
}
