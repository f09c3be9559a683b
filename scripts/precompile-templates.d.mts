import type { Template } from '../src/backends/templates.gen.js';

/** Template texts by name. */
export type Sources = Readonly<Record<string, string>>;

export declare function precompile(options?: {
  readonly folder?: string;
  readonly output?: string;
}): string[];
export declare function readTemplates(folder: string): Sources;
export declare function generate(sources: Sources): string;
export declare function compileTemplate(name: string, sources: Sources): Template;
