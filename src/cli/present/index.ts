import type { Outcome } from '../../core/outcome.js';
import type { HumanOptions } from './color.js';
import { githubCommands } from './github.js';
import { humanBlocks, humanDiagnostics } from './human.js';
import { jsonDocument, toJson } from './json.js';
import { markdown } from './markdown.js';
import { sarifLog } from './sarif.js';
import { diagnosticView } from './view.js';

export { useColor } from './color.js';

/** How an outcome is printed: `color` is for stdout. */
export interface PresentOptions extends HumanOptions {
  readonly format: 'human' | 'json' | 'github' | 'sarif' | 'markdown';
  /** Whether stderr has colour; the same as stdout when left out. */
  readonly stderrColor?: boolean;
}

/** What goes to which stream. */
export interface Presented {
  readonly stdout: string;
  readonly stderr: string;
}

/** Turns an outcome into text: results to stdout, findings to stderr; for machines everything to stdout. */
export function present(outcome: Outcome, options: PresentOptions): Presented {
  const views = outcome.diagnostics.map((d) => diagnosticView(d, outcome.sources));
  switch (options.format) {
    case 'human':
      return {
        stdout: humanBlocks(outcome.blocks, options),
        stderr: humanDiagnostics(views, outcome.sources, {
          ...options,
          color: options.stderrColor ?? options.color,
        }),
      };
    case 'json':
      return { stdout: jsonDocument(outcome), stderr: '' };
    case 'github':
      return { stdout: githubCommands(views), stderr: '' };
    case 'markdown':
      return { stdout: markdown(outcome.blocks, views), stderr: '' };
    case 'sarif':
      return { stdout: toJson(sarifLog(views)), stderr: '' };
  }
}
