import { showHidden, wrapComment } from './comment.js';
import { type Quoted, quoted } from './quoted.js';
import { remembered } from './remembered.js';

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Text on one line, for content and for attribute values in either kind of quotes. Characters that XML cannot hold are
 * shown as `\u{1}`. Source: XML 1.0, 2.2 (Char), 2.4 (character data), 3.3.3 (attribute values).
 */
export const xmlText = remembered((text: string): Quoted => {
  const line = showHidden(text.replace(/[\s\u0085]+/gu, ' ').trim());
  return quoted(
    'xml',
    line.replace(/[&<>"']/g, (character) => REFERENCES[character] ?? ''),
  );
});

/** `<!-- ... -->` lines; `--` inside is spread out, and none ends with a dash. Source: XML 1.0, 2.5. */
export function xmlComment(text: string): Quoted {
  const lines = wrapComment(text.replace(/-(?=-)/g, '- '), 69).map((line) => `<!-- ${line} -->`);
  return quoted('xml', lines.join('\n'));
}
