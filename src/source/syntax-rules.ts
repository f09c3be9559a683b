import type { Token } from './scan.js';
import type { Explanation, SyntaxContext } from './syntax-context.js';
import { lineEnd, textOf } from './syntax-context.js';
import { explainValue } from './syntax-values.js';

type Rule = (context: SyntaxContext) => Explanation | undefined;

/** Explains by what surrounds the place; the first rule that fits speaks. Order matters: causes before effects. */
export function explainByPlace(context: SyntaxContext): Explanation | undefined {
  for (const rule of rules) {
    const found = rule(context);
    if (found !== undefined) return found;
  }
  return undefined;
}

const rules: readonly Rule[] = [
  leftOver,
  unclosedString,
  missingValue,
  unclosedBracket,
  missingEquals,
  behindValue,
  wrongValue,
  wrongKey,
];

const unexpected = /^(Unexpected (character|token)|Unspecified values)/;

/** What a merge, an editor or another format leaves at the start of a line. */
function leftOver({ text, offset }: SyntaxContext): Explanation | undefined {
  const rest = text.slice(offset, lineEnd(text, offset));
  const length = /^\S+/.exec(rest)?.[0].length ?? 0;
  if (/^(<<<<<<<|>>>>>>>|=======)/.test(rest)) {
    return { offset, length, detail: 'A merge conflict was left in the file.', help: 'resolve the conflict' };
  }
  if (/^(\/\/|\/\*|;)/.test(rest) && startsLine(text, offset)) {
    return { offset, length, detail: 'This is no comment in TOML.', help: 'start comments with `#`' };
  }
  if (rest.startsWith('\uFEFF')) {
    const detail = 'A byte order mark, an invisible character, stands inside the file.';
    return { offset, length: 1, detail, help: 'delete the character; a mark may only be the very first one' };
  }
  return undefined;
}

function startsLine(text: string, offset: number): boolean {
  return lineStart(text, offset) === '';
}

function unclosedString({ text, message, last }: SyntaxContext): Explanation | undefined {
  if (message !== 'Unterminated string constant' || last?.kind !== 'string') return undefined;
  const quote = text.charAt(last.start);
  const marks = text.startsWith(quote.repeat(3), last.start) ? quote.repeat(3) : quote;
  const help =
    marks.length === 1
      ? `close it with ${marks} on the same line; text over several lines takes ${quote.repeat(3)}`
      : `close it with ${marks}`;
  const length = Math.min(last.end, lineEnd(text, last.start)) - last.start;
  return { offset: last.start, length, detail: 'The text that starts here is never closed.', help };
}

function missingValue(context: SyntaxContext): Explanation | undefined {
  const { last, lineEnded } = context;
  if (last?.kind !== 'punct' || textOf(context, last) !== '=' || !lineEnded) return undefined;
  return {
    offset: last.start,
    length: 1,
    detail: 'The value is missing. It must stand on the same line as its key.',
    help: 'write the value after `=`, or delete the key',
  };
}

function unclosedBracket(context: SyntaxContext): Explanation | undefined {
  const { text, open, inHeader, lineEnded, atEnd } = context;
  const outer = open[0];
  const opener = open.at(-1);
  if (outer === undefined || opener === undefined) return undefined;
  if (headerInList(context)) return unclosedList(outer);
  if (!lineEnded && !atEnd) return undefined;
  if (inHeader) {
    const brackets = text.startsWith('[[', outer.start) ? ']]' : ']';
    const detail = 'The table header that starts here is not closed on its line.';
    return { offset: outer.start, length: brackets.length, detail, help: `close it with ${brackets}` };
  }
  if (textOf(context, opener) === '{') {
    const detail = 'The inline table that starts here is not closed on its line.';
    const help = 'close it with } on the same line, or make it a [table] of its own';
    return { offset: opener.start, length: 1, detail, help };
  }
  return looksLikeNextStatement(context) ? unclosedList(opener) : undefined;
}

function unclosedList(opener: Token): Explanation {
  const detail = 'The list that starts here is never closed.';
  return { offset: opener.start, length: 1, detail, help: 'close it with ]' };
}

/** A line `[name]` after a comma reads as a list in the list, until its bare name shows what was meant. */
function headerInList({ text, open, offset }: SyntaxContext): boolean {
  const inner = open.at(-1);
  if (inner === undefined || open.length < 2 || lineStart(text, inner.start).replace('[', '') !== '')
    return false;
  const line = lineStart(text, offset) + text.slice(offset, lineEnd(text, offset));
  return /^\[\[?[A-Za-z_][\w.-]*\]\]?\s*(#.*)?$/.test(line);
}

/** Inside a list that goes on over lines, a line that reads `key =` or `[table]` shows that its end was forgotten. */
function looksLikeNextStatement({ text, offset }: SyntaxContext): boolean {
  const rest = text.slice(offset, lineEnd(text, offset));
  return rest === '' || /^(\[\[?[A-Za-z_"']|[\w."'-]+\s*=)/.test(rest);
}

function missingEquals(context: SyntaxContext): Explanation | undefined {
  const { message, last, offset, text, word, wordStart } = context;
  const onOtherLine = message === 'The key, equals sign, and value must be on the same line';
  if (!onOtherLine && message !== 'Expected equal (=) token' && !followsKey(context)) return undefined;
  const start = wordStart < offset ? wordStart : (last?.start ?? offset);
  const end = wordStart < offset ? wordStart + word.length : (last?.end ?? offset);
  if (onOtherLine || context.lineEnded || context.atEnd) {
    const detail = `The key ${quoted(text.slice(start, end))} has no value.`;
    return { offset: start, length: end - start, detail, help: 'write `key = value`' };
  }
  const found = text.charAt(offset);
  const detail = `\`=\` must follow the key, and ${quoted(word || found)} stands here.`;
  const help =
    found === ':' ? 'write `=` instead of `:`' : 'write `key = value`; a key with spaces takes quotes';
  return { offset, length: Math.max(1, word.length), detail, help };
}

/** A character that no token starts with, behind a key and before its `=`. */
function followsKey({ message, last, text, wantsValue, offset }: SyntaxContext): boolean {
  if (message !== 'Unexpected character' || last === undefined || last.kind === 'punct' || wantsValue)
    return false;
  const statement = text.slice(text.lastIndexOf('\n', last.start) + 1, offset);
  return !statement.includes('=') && !statement.trimStart().startsWith('[') && statement.trim() !== '';
}

function behindValue(context: SyntaxContext): Explanation | undefined {
  const { message, last, text, offset, wordStart, word } = context;
  const isBehind =
    message === 'Must be a newline' || (message === 'Unexpected character' && last?.kind === 'string');
  if (!isBehind || context.wantsValue) return undefined;
  const place = { offset, length: Math.max(1, word.length - (offset - wordStart)) };
  const found = text.charAt(offset);
  if (found === ']') {
    return {
      ...place,
      detail: 'There is one `]` too many.',
      help: 'write [table], or [[table]] for a list of tables',
    };
  }
  if (found === ',' || found === ';') {
    return { ...place, detail: `${quoted(found)} cannot end a line in TOML.`, help: 'delete it' };
  }
  if (last?.kind === 'string' && last.end === offset) {
    const help = text.startsWith("'", last.start)
      ? 'put text that holds an apostrophe in double quotes'
      : 'write a quote inside text as \\"';
    return { ...place, detail: 'The text ends before this, and something follows without a blank.', help };
  }
  if (lineStart(text, offset).startsWith('[')) {
    return {
      ...place,
      detail: 'Something follows the table header.',
      help: 'put every key on a line of its own',
    };
  }
  return {
    ...place,
    detail: 'The value has ended, and something else follows on the same line.',
    help: behindHelp(context),
  };
}

function behindHelp({ last, text, offset }: SyntaxContext): string {
  const value = text.slice(last?.start ?? offset, lineEnd(text, offset)).replace(/\s*#.*$/, '');
  if (!/^\d+\s*[a-z]+$/i.test(value)) return 'start a new line, or put the whole value in quotes';
  return `write \`"${value.replace(/\s+/g, '')}"\``;
}

function lineStart(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trimStart();
}

function wrongValue(context: SyntaxContext): Explanation | undefined {
  const { message, wantsValue, wordStart, offset } = context;
  const isSplit = message === 'Must be a newline' && wordStart < offset;
  return wantsValue && (isSplit || unexpected.test(message)) ? explainValue(context) : undefined;
}

function wrongKey(context: SyntaxContext): Explanation | undefined {
  const { message, text, offset, open, inHeader } = context;
  if (!unexpected.test(message) && message !== 'Unterminated table-key') return undefined;
  const found =
    /^[^\s,[\]{}#="']+/.exec(text.slice(offset, lineEnd(text, offset)))?.[0] ??
    text.slice(offset, offset + 1);
  const place = { offset, length: found.length };
  if (found === '=')
    return { ...place, detail: 'The key before `=` is missing.', help: 'write `key = value`' };
  if (found === ':')
    return { ...place, detail: '`:` gives no key its value in TOML.', help: 'write `=` instead of `:`' };
  if (found === ']' || found === '}') {
    return {
      ...place,
      detail: `${quoted(found)} closes nothing.`,
      help: 'delete it, or add what it should close',
    };
  }
  if (/^["']/.test(found)) {
    return {
      ...place,
      length: 3,
      detail: 'A key cannot be a text over several lines.',
      help: 'use one quote on each side',
    };
  }
  if (inHeader)
    return { ...place, detail: `${quoted(found)} cannot stand here in a table header.`, help: headerHelp };
  const where = open.length > 0 ? 'here' : 'at the start of a line';
  return { ...place, detail: `${quoted(found)} cannot stand ${where}; a key is expected.`, help: keyHelp };
}

const headerHelp =
  'write [name] or [name.name]; names with other characters than A-Z a-z 0-9 - _ take quotes';
const keyHelp = 'write `key = value`; keys with other characters than A-Z a-z 0-9 - _ take quotes';

function quoted(text: string): string {
  return `\`${text}\``;
}
