import type { Command } from 'commander';
import { diagnostic } from '../core/diagnostic.js';
import type { Outcome } from '../core/outcome.js';
import { suggest } from '../core/suggest.js';
import { completionScript } from './completion.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** `wdgen completion SHELL`: the completion script, made from the command table. */
export function complete(wanted: string, program: Command): Outcome {
  const shell = SHELLS.find((name) => name === wanted);
  if (shell !== undefined) {
    const text = completionScript(shell, program);
    return {
      exit: 0,
      blocks: [{ kind: 'raw', text }],
      data: { shell, script: text },
      diagnostics: [],
      sources: new Map(),
    };
  }
  const near = suggest(wanted, SHELLS);
  const help = near === undefined ? `shells: ${SHELLS.join(', ')}` : `did you mean ${near}?`;
  const found = diagnostic('WD0601', { detail: `No completion for ${JSON.stringify(wanted)}.`, help });
  return { exit: 2, blocks: [], data: null, diagnostics: [found], sources: new Map() };
}
