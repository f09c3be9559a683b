import type { Explanation, SyntaxContext } from './syntax-context.js';
import { lineEnd } from './syntax-context.js';

/** What people write where a value belongs, and what to write instead. The first pattern that fits speaks. */
const habits: readonly (readonly [pattern: RegExp, help: (word: string) => string])[] = [
  [/^(true|yes|on)$/i, () => 'write `true`'],
  [/^(false|no|off)$/i, () => 'write `false`'],
  [/^(nil|null|none|undefined)$/i, () => 'TOML has no empty value; leave the key out'],
  [/^[+-]?(nan|infinity)$/i, () => 'write `nan` or `inf`'],
  [/^\.\d|^[+-]\.\d|\d\.$|\d\.[eE]/, () => 'write digits on both sides of the point'],
  [/;$/, () => 'delete the `;`'],
  [/^>/, () => 'write `=` instead of `=>`'],
  [/^[“”„«‘’]/, (word) => `use straight quotes: \`"${word.replace(/[“”„«»‘’]/g, '')}"\``],
  [/^0[xob]/i, () => 'write numbers as 60, 0x3C, 0o74 or 0b111100, in lower case'],
  [/^\d[\d_]*\s*[a-z]+$/i, (word) => `durations and sizes are text: \`"${word.replace(/\s+/g, '')}"\``],
  [/\\/, (word) => `put text with backslashes in single quotes: \`'${word}'\``],
  [/^[+-]?\d/, (word) => `put text in quotes: \`"${word}"\``],
];

/** Explains a word or mark that stands where a value belongs. */
export function explainValue(context: SyntaxContext): Explanation {
  const { text, offset, wordStart, open } = context;
  if (context.word === '') return explainMark(text, offset);
  const word = open.length === 0 ? restOfLine(context) : context.word;
  const help =
    habits.find(([pattern]) => pattern.test(word))?.[1](word) ?? `put text in quotes: \`"${word}"\``;
  return { offset: wordStart, length: word.length, detail: `\`${word}\` is not a TOML value.`, help };
}

/** Several words are one text that lacks its quotes. A line that goes on with quotes is left to the first word. */
function restOfLine({ text, wordStart, word }: SyntaxContext): string {
  const rest = text
    .slice(wordStart, lineEnd(text, wordStart))
    .replace(/\s+#.*$/, '')
    .trimEnd();
  return /^[^"'=[\]{}]*$/.test(rest) ? rest : word;
}

function explainMark(text: string, offset: number): Explanation {
  const mark = text.charAt(offset);
  const details: Readonly<Record<string, string>> = {
    ',': 'A value is missing before this comma.',
    ']': 'A value is missing before this bracket.',
    '}': 'A value is missing before this brace.',
    '=': 'There is one `=` too many.',
  };
  const detail = details[mark] ?? 'A value is missing here.';
  return {
    offset,
    length: mark.length,
    detail,
    help: mark === '=' ? 'delete it' : 'write the value, or delete the mark',
  };
}
