import type { Outcome } from '../core/outcome.js';
import { rootJsonSchema } from '../spec/json-schema.js';

/** `wdgen schema`: the JSON Schema of the spec, for editors. */
export function schema(): Outcome {
  const data = rootJsonSchema();
  const text = `${JSON.stringify(data, null, 2)}\n`;
  return { exit: 0, blocks: [{ kind: 'raw', text }], data, diagnostics: [], sources: new Map() };
}
