import { commentLines } from './comment.js';
import { type Quoted, quoted, Unquotable } from './quoted.js';
import { refuse, refuseUnwritable } from './refuse.js';

/**
 * One word of a hush script: bare, or in single quotes. `'`, `\` and what is not printable ASCII are refused: U-Boot's
 * parsers differ in what they make of them. In the list of a `for` a quoted word is taken apart at its blanks all the
 * same. Source: U-Boot 2023.01 common/cli_hush.c (parse_stream, handle_dollar); the list tried in QEMU.
 */
export function ubootWord(text: string): Quoted {
  refuse('uboot', text, /[^ -~]/u, 'only printable ASCII is safe in a boot script');
  refuse('uboot', text, /['\\]/, 'U-Boot shells disagree about it');
  return quoted('uboot', /^[A-Za-z0-9_./:@%+,-]+$/.test(text) ? text : `'${text}'`);
}

/**
 * A line `name=value` of an environment file, for mkenvimage and `env import -t`. A backslash is refused: the one keeps
 * it and the other takes it as an escape. Source: U-Boot 2023.01 tools/mkenvimage.c, lib/hashtable.c (himport_r).
 */
export function ubootEnv(name: string, value: string): Quoted {
  if (!/^[A-Za-z0-9_.,-]+$/.test(name)) throw new Unquotable('uboot', `"${name}" is no variable name`);
  refuseUnwritable('uboot', value);
  refuse('uboot', value, /[\x01-\x08\n-\x1f\x7f]/, 'not allowed in the environment');
  refuse('uboot', value, /\\/, 'tools disagree whether it is an escape');
  if (value === '') throw new Unquotable('uboot', 'an empty value deletes the variable');
  return quoted('uboot', `${name}=${value}`);
}

/** `# ...` lines. Source: U-Boot 2023.01 common/cli_hush.c (parse_stream, case '#'), tools/mkenvimage.c. */
export function ubootComment(text: string, indent = ''): Quoted {
  return quoted('uboot', commentLines('# ', text, 78, indent));
}
