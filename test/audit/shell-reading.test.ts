// Shell scripts of an image as the audit reads them: whatever bytes a file holds, and what a command is for.
import t from 'tap';
import { commandsOf } from '../../src/audit/read/shell.js';
import { lexShell } from '../../src/audit/read/shell-lexer.js';

t.test('blanks that only other languages know are part of a word', async (t) => {
  for (const odd of ['\f', '\v', '\u00a0', '\ufeff', '\u2028', '\r']) {
    const tokens = lexShell(`${odd}echo a${odd}b${odd}\n${odd}\n>${odd}\n`);
    t.ok(tokens.length > 0, `U+${odd.charCodeAt(0).toString(16)} comes to an end`);
    const expected = odd === '\r' ? ['echo', 'a', 'b'] : [`${odd}echo`, `a${odd}b${odd}`];
    t.strictSame(commandsOf(`${odd}echo a${odd}b${odd}\n`)[0]?.words, expected);
  }
});
