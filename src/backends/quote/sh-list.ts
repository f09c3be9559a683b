import { type Quoted, Unquotable } from './quoted.js';
import { shAssignment } from './sh.js';

/**
 * `NAME='one two'`: words that a script takes apart at blanks, with pathname expansion off. A word with a blank would
 * become two, and one that starts with `-` an option of the command it is given to; both are refused.
 * Source: POSIX.1-2017 XCU 2.6.5 (field splitting), XBD 12.2 (guideline 4).
 */
export function shListAssignment(name: string, words: readonly string[]): Quoted {
  for (const word of words) refuseWord(word);
  return shAssignment(name, words.join(' '));
}

/** `NAME='word'`, for a value that becomes one argument of a command: an empty one or an option is refused. */
export function shWordAssignment(name: string, word: string): Quoted {
  refuseWord(word);
  return shAssignment(name, word);
}

/** What is neither empty, nor split, nor an option: letters, digits and signs of printable ASCII. */
function refuseWord(word: string): void {
  if (!/^[!-~]+$/.test(word)) throw new Unquotable('sh', `"${word}" is not one word of printable ASCII`);
  if (word.startsWith('-')) throw new Unquotable('sh', `"${word}" would be taken for an option`);
}
