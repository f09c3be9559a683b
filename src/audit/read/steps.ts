import type { ImageTree } from '../image/tree.js';
import type { Place, Text } from '../place.js';
import { type Command, commandsOf } from './shell.js';
import type { Start } from './starts.js';
import { baseName, splitWords, unwrapped } from './words.js';

/** A command that runs because something in the image was started: the command itself, or a line of its script. */
export interface Step {
  readonly start: Start;
  readonly words: readonly string[];
  readonly redirects: readonly string[];
  readonly place: Place;
  readonly guarded: boolean;
  readonly inside: string;
}

/** Scripts may run scripts; deeper than this nobody starts a feeder. */
const DEPTH = 3;
const PATHS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'] as const;

/** Where a program lies in the image, links not followed; undefined when it is not there. */
export function findProgram(tree: ImageTree, name: string): string | undefined {
  const places = name.includes('/') ? [name] : PATHS.map((folder) => `${folder}/${name}`);
  return places.find((path) => tree.find(path)?.kind === 'file');
}

/** All commands that a start leads to, as far as shell scripts tell. */
export function stepsOf(tree: ImageTree, start: Start): readonly Step[] {
  const first: Step = {
    start,
    words: start.words,
    redirects: [],
    place: start.place,
    guarded: false,
    inside: '',
  };
  return expand(tree, first, DEPTH);
}

function expand(tree: ImageTree, step: Step, depth: number): readonly Step[] {
  if (depth === 0) return [step];
  const words = unwrapped(step.words);
  const inline = inlineScript(words);
  if (inline !== undefined)
    return commandsOf(inline).flatMap((command) =>
      expand(
        tree,
        { ...step, ...command, place: step.place, guarded: step.guarded || command.guarded },
        depth - 1,
      ),
    );
  const script = scriptOf(tree, words);
  if (script === undefined) return [step];
  const commands = isExecline(script) ? [execline(script)] : commandsOf(script.text);
  return [
    step,
    ...commands.flatMap((command) =>
      expand(tree, { start: step.start, ...command, place: { in: script, line: command.line } }, depth - 1),
    ),
  ];
}

/** The script of `sh -c '..'`. */
function inlineScript(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => /^-\w*c$/.test(word));
  return at > 0 && isShell(words[0] ?? '') ? words[at + 1] : undefined;
}

function isShell(path: string): boolean {
  return /^(ba|da|a)?sh$/.test(baseName(path));
}

/** The shell or execline script that a command runs; undefined when it runs none. */
function scriptOf(tree: ImageTree, words: readonly string[]): Text | undefined {
  const named = isShell(words[0] ?? '') ? words.slice(1).find((word) => !word.startsWith('-')) : words[0];
  const path = named === undefined ? undefined : findProgram(tree, named);
  const text = path === undefined ? undefined : tree.text(path);
  if (text === undefined) return undefined;
  const { interpreter } = shebangOf(text);
  if (isShell(words[0] ?? '')) return text;
  return isShell(interpreter) || isExecline(text) || /\/rc\.common$/.test(interpreter) ? text : undefined;
}

/** What a file's first line names: the interpreter, past `env`. Empty for a file without such a line. */
export function shebangOf({ text }: Text): { readonly interpreter: string; readonly viaEnv: boolean } {
  const [first = '', ...rest] = splitWords(/^#!\s*(.*)/.exec(text)?.[1] ?? '');
  if (baseName(first) !== 'env') return { interpreter: first, viaEnv: false };
  return {
    interpreter: rest.find((word) => !word.startsWith('-') && !word.includes('=')) ?? '',
    viaEnv: true,
  };
}

function isExecline(text: Text): boolean {
  return baseName(shebangOf(text).interpreter) === 'execlineb';
}

/** An execline script is one command line; the line of its last program is the one that says what it runs. */
function execline({ text }: Text): Command {
  const lines = text.split('\n').map((line) => line.replace(/^\s*#.*/, ''));
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const words = splitWords(lines.join(' ').replace(/[{}]/g, ' '));
  return { words, line: last + 1, redirects: [], guarded: false, inside: '' };
}
