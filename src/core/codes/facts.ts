import type { Severity } from '../diagnostic.js';

/** What is fixed about a diagnostic: the summary never contains user data, so that it can be searched for. */
export interface CodeFacts {
  readonly severity: Severity;
  readonly summary: string;
  /** For `wdgen explain CODE`: why this is checked and where the knowledge comes from. */
  readonly explanation: string;
}

/** Makes a code's facts. */
export function code(severity: Severity, summary: string, explanation: string): CodeFacts {
  return { severity, summary, explanation };
}
