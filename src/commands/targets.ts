import type { Outcome } from '../core/outcome.js';
import { loadSpec } from './load.js';

/** The hidden `wdgen __targets`: one target name per line, for shell completion. Silent about a broken spec. */
export function targets(args: { readonly spec: string }): Outcome {
  const { spec, sources } = loadSpec(args.spec, { tolerant: true });
  const names = [...(spec?.targets ?? []).map(({ name }) => name), ...(spec?.unsound ?? [])];
  return {
    exit: 0,
    blocks: [{ kind: 'raw', text: names.map((name) => `${name}\n`).join('') }],
    data: names,
    diagnostics: [],
    sources,
  };
}
