import { lexShell, type Token } from './shell-lexer.js';

/** A simple command of a shell script, or of a U-Boot script, whose shell has the same form. */
export interface Command {
  readonly words: readonly string[];
  readonly line: number;
  /** Files it writes to, or reads from. */
  readonly redirects: readonly string[];
  /** Whether it runs only if something else went well or badly: in `if` or a loop, behind `&&` or `||`. */
  readonly guarded: boolean;
  /** The function or branch of `case` that it stands in; empty at the top. */
  readonly inside: string;
}

/** State while tokens are turned into commands. */
interface Reading {
  readonly commands: Command[];
  words: string[];
  redirects: string[];
  line: number;
  depth: number;
  cases: number;
  chained: boolean;
  branch: string;
  fn: string;
  braces: number;
  parentheses: number;
  /** Whether the patterns of a branch of `case` come next. */
  pattern: boolean;
}

const OPEN = new Set(['if', 'while', 'until', 'for', 'case']);
const CLOSE = new Set(['fi', 'done', 'esac']);
const BETWEEN = new Set(['then', 'do', 'else', 'elif', '!', 'time']);

/** The simple commands of a script in order, with constants put in for the variables that hold them. */
export function commandsOf(text: string): readonly Command[] {
  const reading: Reading = {
    ...{ commands: [], words: [], redirects: [], line: 1, depth: 0, cases: 0 },
    ...{ chained: false, branch: '', fn: '', braces: 0, parentheses: 0, pattern: false },
  };
  for (const token of lexShell(text)) take(reading, token);
  end(reading, '\n');
  return withConstants(reading.commands);
}

function take(reading: Reading, token: Token): void {
  switch (token.kind) {
    case 'word':
      takeWord(reading, token);
      return;
    case 'redirect':
      reading.redirects.push(token.text);
      return;
    case 'inner':
      // What stands in $( ) decides something, and is no step of its own.
      for (const inner of commandsOf(token.text))
        reading.commands.push({ ...inner, line: inner.line + token.line - 1, guarded: true });
      return;
    case 'operator':
      takeOperator(reading, token.text);
  }
}

function takeWord(reading: Reading, { text, line, quoted }: Token): void {
  if (reading.words.length === 0) {
    reading.line = line;
    if (!quoted && keyword(reading, text)) return;
  }
  reading.words.push(text);
}

/** Takes a reserved word at the start of a command. */
function keyword(reading: Reading, word: string): boolean {
  if (OPEN.has(word)) {
    reading.depth++;
    if (word === 'case') reading.cases++;
    // `for x in a b` and `case $x in` are no commands: their words go with the next operator.
    if (word === 'for' || word === 'case') reading.words.push(`${word}:`);
    return true;
  }
  if (CLOSE.has(word)) {
    reading.depth = Math.max(0, reading.depth - 1);
    if (word === 'esac') {
      reading.cases = Math.max(0, reading.cases - 1);
      reading.branch = '';
      reading.pattern = false;
    }
    return true;
  }
  if (word === '{') reading.braces++;
  if (word === '}') {
    reading.braces = Math.max(0, reading.braces - 1);
    if (reading.braces === 0) reading.fn = '';
  }
  return BETWEEN.has(word) || word === '{' || word === '}';
}

function takeOperator(reading: Reading, operator: string): void {
  const [first] = reading.words;
  if (operator === '()' && first !== undefined) {
    reading.fn = first;
    reading.words = [];
    return;
  }
  if (first === 'case:' && reading.words.includes('in')) {
    reading.words = reading.words.slice(reading.words.indexOf('in') + 1);
    reading.pattern = true;
  }
  if (reading.pattern) takePattern(reading, operator);
  else if (operator === '(') reading.parentheses++;
  else end(reading, operator);
  if (operator === ')') reading.parentheses = Math.max(0, reading.parentheses - 1);
  if (operator === ';;' && reading.cases > 0) reading.pattern = true;
}

/** The patterns of a branch of `case`, up to their parenthesis. */
function takePattern(reading: Reading, operator: string): void {
  if (operator === '|') reading.words.push('|');
  if (operator !== ')') return;
  reading.branch = reading.words.join(' ');
  reading.words = [];
  reading.pattern = false;
}

function end(reading: Reading, operator: string): void {
  const { words, redirects, line, depth, chained, branch, fn } = reading;
  if (words[0] !== 'for:' && (words.length > 0 || redirects.length > 0))
    reading.commands.push({
      ...{ words, redirects, line },
      // A branch of `case` asks for start or stop: that is no condition on the machine.
      guarded: depth > reading.cases || chained,
      inside: fn === '' ? branch : fn,
    });
  reading.words = [];
  reading.redirects = [];
  reading.chained = operator === '&&' || operator === '||';
}

/** Replaces `$x`, `${x}` and `${x:-y}` by what an earlier `x=..` has made plain. */
function withConstants(commands: readonly Command[]): readonly Command[] {
  const known = new Map<string, string>();
  return commands.map((command) => {
    const words = command.words.map((word) => expand(word, known));
    const redirects = command.redirects.map((word) => expand(word, known));
    const start = ['export', 'readonly', 'local'].includes(words[0] ?? '') ? 1 : 0;
    if (words.slice(start).every((word) => /^[A-Za-z_]\w*=/.test(word)))
      for (const word of words.slice(start)) {
        const at = word.indexOf('=');
        const value = word.slice(at + 1);
        if (/[$`]/.test(value)) known.delete(word.slice(0, at));
        else known.set(word.slice(0, at), value);
      }
    return { ...command, words, redirects };
  });
}

function expand(word: string, known: ReadonlyMap<string, string>): string {
  return word.replace(
    /\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
    (all, plain: string | undefined, braced: string | undefined, otherwise: string | undefined) =>
      known.get(plain ?? braced ?? '') ?? otherwise ?? all,
  );
}
