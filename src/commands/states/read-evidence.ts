import { type Diagnostic, diagnostic } from '../../core/diagnostic.js';

/** A file that is to be added, and its JSON. */
export interface Read {
  readonly path: string;
  readonly value: unknown;
}

/** A file that cannot be added, and why. */
export function refusal(path: string, why: string): Diagnostic {
  return diagnostic('WD0309', {
    detail: `${path}: ${why}.`,
    help: 'docs/evidence.md has the form of each record',
  });
}
