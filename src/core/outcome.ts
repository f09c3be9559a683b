import type { Diagnostic } from './diagnostic.js';

/** Exit codes, a public contract: clean, the answer is no, could not answer, the machine's fault, a bug. */
export const exitCodes = { yes: 0, no: 1, cannot: 2, machine: 3, bug: 70 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One block of a command's result. The human printer lays blocks out; the JSON printer prints `data`. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  /**
   * Printed byte for byte, without wrapping or colour: a JSON Schema, a completion script, a file. The title is what
   * Markdown folds it behind.
   */
  | { readonly kind: 'raw'; readonly text: string; readonly title?: string };

/** What every command returns. Commands never print; the presenter and the exit code follow from this value. */
export interface Outcome {
  readonly exit: ExitCode;
  /** The command's result for people, on stdout. */
  readonly blocks: readonly Block[];
  /** The same result for machines (`--format json`), plain JSON. */
  readonly data: unknown;
  readonly diagnostics: readonly Diagnostic[];
  /** Decoded text of the files that diagnostics point into, for the source line and the caret. */
  readonly sources: ReadonlyMap<string, string>;
}
