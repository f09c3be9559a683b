import type { Explanation, SyntaxContext } from './syntax-context.js';
import { explainValue } from './syntax-values.js';

type Words = readonly [detail: string, help: string];

/** The strict parser's messages that say enough by themselves, in our words. Pinned by test/source/syntax.test.ts. */
const words: Readonly<Record<string, Words>> = {
  'Control characters (codes < 0x1f and 0x7f) are not allowed': [
    'A control character stands here. TOML allows only tab and line end, also in comments.',
    'delete it, or write it as an escape such as "\\u001b"',
  ],
  'Underscores are allowed between digits': [
    'In a number, an underscore must stand between two digits.',
    'delete the underscore',
  ],
  'Unexpected spaces': [
    'The two brackets of `[[` and `]]` must touch each other.',
    'delete the space between them',
  ],
  'Three or more quotes are not permitted': [
    'Too many quotes in a row: a text in triple quotes ends at the first three.',
    'escape quotes inside the text, or put the text in the other kind of quotes',
  ],
  'Unexpected invalid date': ['There is no such date.', 'write dates as text: "2026-01-31"'],
  'Unexpected invalid time': ['There is no such time.', 'write times as text: "23:59:59"'],
  'Leading zeros are not allowed': [
    'A number cannot start with 0.',
    'delete the zero; write octal as 0o644, or put digits that are no number in quotes',
  ],
  'Trailing comma is not permitted in an inline table': [
    'TOML 1.0 allows no comma after the last entry of an inline table.',
    'delete the comma before `}`',
  ],
  'Invalid character in escape sequence': [
    'After a backslash, TOML knows only \\b \\t \\n \\f \\r \\" \\\\ \\uXXXX and \\UXXXXXXXX.',
    'write a backslash as \\\\, or put the text in single quotes, where backslashes mean themselves',
  ],
  'Consecutive dots are not permitted in keys': [
    'A name is missing between two dots.',
    'delete one of the dots',
  ],
  'Keys cannot end with a dot': ['A name is missing after the dot.', 'delete the dot or add the name'],
  'Keys cannot start with a dot': ['A name is missing before the dot.', 'delete the dot or add the name'],
  'Empty bare keys are not allowed': ['The table header has no name.', 'write the name: [name]'],
  'Expected comma (,) token': ['A comma is missing before this.', 'separate the entries with `,`'],
  'carriage return without line feed': [
    'A carriage return stands here without a line feed. TOML lines end with LF or CR LF.',
    'convert the line ends to LF or CR LF',
  ],
};

/** Mistakes whose place lies inside a number, date or time: the whole of it is marked. */
const inWord = /^(Underscores|Unexpected invalid|Leading zeros)/;

/** Explains by the parser's message alone. The last resort is honest about not knowing more. */
export function explainByMessage(context: SyntaxContext): Explanation {
  const { message, offset, text } = context;
  if (message.startsWith('Expected comma') && /^\d[\d_]*[a-z]/i.test(context.word))
    return explainValue(context);
  const place = inWord.test(message)
    ? { offset: context.wordStart, length: context.word.length }
    : { offset, length: offset < text.length ? 1 : 0 };
  const known = Object.hasOwn(words, message) ? words[message] : undefined;
  if (known !== undefined) return { ...place, detail: known[0], help: known[1] };
  if (message.startsWith('Invalid code point')) return codePoint(place);
  return {
    ...place,
    detail: 'The text is not TOML from here on.',
    help: 'compare it with https://toml.io/en/v1.0.0',
  };
}

function codePoint(place: { offset: number; length: number }): Explanation {
  return {
    ...place,
    detail:
      'The escape ending here names no character: the surrogates D800 to DFFF and numbers above 10FFFF are none.',
    help: 'write the character itself, or its code point as \\UXXXXXXXX',
  };
}
