import type { FlagValue } from '../../plan/types.js';
import { wrapComment } from './comment.js';
import { type Quoted, quoted, Unquotable } from './quoted.js';
import { refuse, refuseUnwritable } from './refuse.js';

/**
 * One line of a fragment: `CONFIG_X=y`, `# CONFIG_X is not set`, a number, or a string. `prefix` is empty for
 * Buildroot, whose symbols carry their `BR2_` themselves.
 * Source: linux 6.1 scripts/kconfig/confdata.c (conf_read_simple, conf_set_sym_val), symbol.c (sym_string_valid).
 */
export function kconfigLine(symbol: string, setting: FlagValue, prefix: 'CONFIG_' | '' = 'CONFIG_'): Quoted {
  if (!/^[A-Za-z0-9_]+$/.test(symbol)) throw new Unquotable('kconfig', `"${symbol}" is no symbol`);
  const name = `${prefix}${symbol}`;
  if (setting.kind === 'tristate' && setting.value === 'n') return quoted('kconfig', `# ${name} is not set`);
  return quoted('kconfig', `${name}=${valueText(setting)}`);
}

/**
 * `# ...` lines. A line that would read as a setting (`# CONFIG_X is not set` is one) gets a second blank; with it
 * conf, kconfiglib and merge_config.sh see a comment. Source: linux 6.1 scripts/kconfig/confdata.c conf_read_simple.
 */
export function kconfigComment(text: string): Quoted {
  const lines = wrapComment(text, 75).map((line) => {
    const setting = line.startsWith('CONFIG_') || /^\S+ is not set/.test(line);
    return `#${setting ? '  ' : ' '}${line}`.trimEnd();
  });
  return quoted('kconfig', lines.join('\n'));
}

function valueText(setting: FlagValue): string {
  switch (setting.kind) {
    case 'tristate':
      return setting.value;
    case 'int':
      if (!Number.isSafeInteger(setting.value))
        throw new Unquotable('kconfig', `${setting.value} is no whole number`);
      return String(setting.value + 0);
    case 'hex': {
      const digits = /^(?:0[xX])?([0-9a-fA-F]{1,16})$/.exec(setting.value)?.[1];
      if (digits === undefined)
        throw new Unquotable('kconfig', `"${setting.value}" is no hexadecimal number`);
      return `0x${digits}`;
    }
    case 'string':
      return stringText(setting.value);
  }
}

/**
 * Escapes `\` and `"`. `$`, a backtick and `#` are refused although conf keeps them: make includes
 * include/config/auto.conf (BusyBox and Buildroot their .config), runs `$(shell ..)` in a value and cuts it at `#`;
 * a recipe that hands the value to a shell runs the backtick. Source: linux 6.1 Makefile:758; tried with GNU make 4.3.
 */
function stringText(text: string): string {
  refuseUnwritable('kconfig', text);
  refuse('kconfig', text, /[\x01-\x1f\x7f]/, 'no control characters in a configuration value');
  refuse('kconfig', text, /[$`#]/, 'make or a shell reads the configuration too, and would act on it');
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
