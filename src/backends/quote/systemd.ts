import { formatDuration } from '../../core/duration.js';
import { commentLines } from './comment.js';
import { type Quoted, quoted, Unquotable } from './quoted.js';
import { refuse, refuseUnwritable, requireWhole } from './refuse.js';

const TYPES = 'service socket device mount automount swap target path timer slice scope'.split(' ');
const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * The value of a unit's plain text setting that expands specifiers (`Description=`, `Documentation=`, ..): `%` is
 * doubled; what the reader would cut, join or reset is refused.
 * Source: systemd.syntax(7); systemd.unit(5) "Specifiers"; systemd 252 src/shared/conf-parser.c (config_parse,
 * parse_line), src/basic/fileio.c (read_line: NUL, CR and LF end a line).
 */
export function systemdValue(text: string): Quoted {
  return quoted('systemd', plainValue(text).replaceAll('%', '%%'));
}

/**
 * A value in `system.conf`'s [Manager] or another place without specifiers: as `systemdValue`, `%` stays.
 * Source: systemd 252 src/core/main.c, parse_config_file (WatchdogDevice= is config_parse_path, the governor
 * config_parse_string; neither expands specifiers).
 */
export function systemdManagerValue(text: string): Quoted {
  return quoted('systemd', plainValue(text));
}

/**
 * One argument of `ExecStart=` and its kin, not the first word. `%` and `$` are doubled, all else that means something
 * is quoted, so that `;` and `$VAR` stay text. Source: systemd.service(5) "Command lines"; systemd.syntax(7)
 * "Quoting"; systemd 252 src/core/load-fragment.c (config_parse_exec), src/basic/env-util.c (replace_env_argv).
 */
export function systemdExecWord(text: string): Quoted {
  if (/^[A-Za-z0-9_./:=@+,-]+$/.test(text)) return quoted('systemd', text);
  return quoted('systemd', doubleQuoted(text.replaceAll('$', '$$$$')));
}

/**
 * The first word of `ExecStart=`: an absolute path, so that none of the prefixes `@ - : + !` can be meant.
 * `$` is refused: variables are not expanded there, and so `$$` would not be undone. Quotes, backslashes and controls
 * are refused because systemd ignores such a line ("Executable name contains special characters").
 * Source: systemd.service(5) "Command lines"; systemd 252 src/basic/string-util.c (string_is_safe).
 */
export function systemdExecPath(path: string): Quoted {
  if (!path.startsWith('/') || path.endsWith('/')) {
    throw new Unquotable('systemd', `"${path}" is not the absolute path of a program`);
  }
  refuse('systemd', path, /\$/, 'not expanded in the path of a program');
  refuse('systemd', path, /[\x01-\x1f\x7f"'\\]/, 'not allowed in the path of a program');
  return quoted('systemd', /^[A-Za-z0-9_./:=@+,-]+$/.test(path) ? path : doubleQuoted(path));
}

/**
 * The value of `Environment=`: `"NAME=value"`. Control characters besides tab and LF are refused.
 * Source: systemd.exec(5) "Environment="; systemd 252 src/basic/env-util.c (env_name_is_valid, env_value_is_valid).
 */
export function systemdEnvironment(name: string, value: string): Quoted {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new Unquotable('systemd', `"${name}" is no variable name`);
  refuse('systemd', value, /[\x01-\x08\x0b-\x1f\x7f]/, 'not allowed in the environment');
  return quoted('systemd', doubleQuoted(`${name}=${value}`));
}

/** A time span: `30s`, `500ms`, `10min`; 0 is `0`, which switches most settings off. Source: systemd.time(7). */
export function systemdSeconds(ms: number): Quoted {
  requireWhole('systemd', ms, 0, Number.MAX_SAFE_INTEGER);
  return quoted('systemd', ms === 0 ? '0' : formatDuration(ms));
}

/**
 * A whole unit name with its type, as `After=` takes it.
 * Source: systemd.unit(5) "Description"; systemd 252 src/basic/unit-name.c (unit_name_is_valid, at most 255 bytes).
 */
export function systemdUnitName(name: string): Quoted {
  const parts = /^(?<prefix>[A-Za-z0-9:_.\\-]+)(?:@[A-Za-z0-9:_.\\@-]*)?\.(?<type>[a-z]+)$/.exec(
    name,
  )?.groups;
  const dash = name.startsWith('-') && parts?.['prefix'] !== '-';
  if (parts === undefined || dash || name.length > 255 || !TYPES.includes(parts['type'] ?? '')) {
    throw new Unquotable('systemd', `"${name}" is no unit name`);
  }
  return quoted('systemd', name);
}

/** `# ...` lines; none ends with a backslash. Source: systemd.syntax(7), "#" and ";" at a line's start. */
export function systemdComment(text: string, indent = ''): Quoted {
  return quoted('systemd', commentLines('# ', text, 78, indent));
}

function plainValue(text: string): string {
  refuseUnreadable(text);
  refuse('systemd', text, /[\n\r]/, 'the value ends there');
  if (text === '') throw new Unquotable('systemd', 'an empty value resets the setting');
  refuse('systemd', text, /^[ \t]|[ \t]$/, 'cut off at the ends of a value');
  if (/(?<!\\)(?:\\\\)*\\$/.test(text))
    throw new Unquotable('systemd', 'a last "\\" joins the next line to the value');
  return text;
}

function doubleQuoted(text: string): string {
  refuseUnreadable(text);
  const escaped = text.replace(/["\\\n\r\t]/g, (c) => ESCAPES[c] ?? `\\${c}`).replaceAll('%', '%%');
  return `"${escaped}"`;
}

/** systemd takes Unicode noncharacters for invalid UTF-8 and ignores the line: 252 src/basic/utf8.c, unichar_is_valid. */
function refuseUnreadable(text: string): void {
  refuseUnwritable('systemd', text);
  refuse('systemd', text, /\p{NChar}/u, 'systemd ignores lines with it');
  if (text.length > 100_000) throw new Unquotable('systemd', 'longer than a line may be');
}
