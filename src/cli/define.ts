import { type Command, Option } from 'commander';
import type { Outcome } from '../core/outcome.js';
import type { Live } from './live.js';

/** How results and findings can be printed. */
export type Format = 'human' | 'json' | 'github' | 'gitlab' | 'sarif' | 'markdown';

/** What every command takes. */
export interface CommonOptions {
  readonly spec: string;
  readonly format: Format;
  readonly color: 'auto' | 'always' | 'never';
}

/** A command of the table: how it is called, and the lazily loaded function that answers it. */
export interface Definition<O, A extends readonly unknown[]> {
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly string[];
  readonly formats: readonly Format[];
  /** Formats that the command writes itself: its result is printed as it is, findings as for people. */
  readonly ownFormats?: readonly Format[];
  readonly options: readonly Option[];
  /** Whether it asks the program for the other commands. */
  readonly needsAll?: true;
  readonly run: (options: O & CommonOptions, args: A, program: Command, live: Live) => Promise<Outcome>;
}

/** Options and formats that several commands share. */
export const target = () =>
  new Option('--target <name>', 'only this target, a name or a glob with *; may be given again')
    .argParser((name: string, before: readonly string[]) => [...before, name])
    .default([], 'all');
export const shard = () => new Option('--shard <i/n>', 'only the i-th of n parts of the targets');
export const out = () => new Option('--out <dir>', 'output tree (default: generated/ beside the spec)');
export const findings = ['human', 'json', 'github', 'sarif'] as const;
export const plain = ['human', 'json'] as const;

/** Checks a definition against its own options; after this only commander knows them, and it has checked them too. */
export function define<O, A extends readonly unknown[] = []>(definition: Definition<O, A>): AnyDefinition {
  return definition as unknown as AnyDefinition;
}

/** A definition whose options and arguments commander, not the compiler, has matched to it. */
export type AnyDefinition = Definition<object, readonly string[]>;
