import type { Diagnostic, Related } from '../core/diagnostic.js';
import { diagnostic } from '../core/diagnostic.js';
import { firstDefinition } from './duplicate.js';
import { spanAt } from './spans.js';
import type { Refusal } from './strict.js';
import type { Explanation } from './syntax-context.js';
import { contextOf } from './syntax-context.js';
import { explainByMessage } from './syntax-messages.js';
import { explainByPlace } from './syntax-rules.js';

const DUPLICATE = 'Defining a key multiple times is invalid';

/** The strict parser's refusal in our words: the place where the mistake starts, why it is one, what to type. */
export function syntaxError(file: string, text: string, refusal: Refusal): Diagnostic {
  if (refusal.message === DUPLICATE) return duplicateError(file, text, refusal.offset);
  const context = contextOf(text, refusal);
  return report(file, text, explainByPlace(context) ?? explainByMessage(context), []);
}

function report(file: string, text: string, found: Explanation, related: readonly Related[]): Diagnostic {
  const span = spanAt(file, text, found.offset, found.length);
  return diagnostic('WD0003', { detail: found.detail, help: found.help, span, related });
}

function duplicateError(file: string, text: string, offset: number): Diagnostic {
  const { key, length, first } = firstDefinition(text, offset);
  const related =
    first === undefined
      ? []
      : [{ message: 'first defined here', span: spanAt(file, text, first.offset, first.length) }];
  const found = {
    offset,
    length,
    detail: `\`${key}\` has been defined before. TOML allows every key and every table once; inline tables cannot be extended.`,
    help: 'delete one of the two, or merge them',
  };
  return report(file, text, found, related);
}
