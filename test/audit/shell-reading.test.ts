// Shell scripts of an image as the audit reads them: whatever bytes a file holds, and what a command is for.
import t from 'tap';
import { imageTree } from '../../src/audit/image/tree.js';
import { readFeeders } from '../../src/audit/read/feeders.js';
import { readInittab } from '../../src/audit/read/inittab.js';
import { commandsOf } from '../../src/audit/read/shell.js';
import { lexShell } from '../../src/audit/read/shell-lexer.js';
import { stepsOf } from '../../src/audit/read/steps.js';

t.test('blanks that only other languages know are part of a word', async (t) => {
  for (const odd of ['\f', '\v', '\u00a0', '\ufeff', '\u2028', '\r']) {
    const tokens = lexShell(`${odd}echo a${odd}b${odd}\n${odd}\n>${odd}\n`);
    t.ok(tokens.length > 0, `U+${odd.charCodeAt(0).toString(16)} comes to an end`);
    const expected = odd === '\r' ? ['echo', 'a', 'b'] : [`${odd}echo`, `a${odd}b${odd}`];
    t.strictSame(commandsOf(`${odd}echo a${odd}b${odd}\n`)[0]?.words, expected);
  }
});

/** The feeders of an image whose inittab runs one script with this line. */
function feedersOf(folder: string): readonly string[] {
  const tree = imageTree(folder, '');
  const steps = readInittab(tree).flatMap((start) => stepsOf(tree, start));
  return readFeeders(tree, [], steps).map(({ kind, device }) => `${kind} ${device}`);
}

const LINES: readonly (readonly [line: string, feeders: readonly string[]])[] = [
  ['exec 3> /dev/watchdog', ['application /dev/watchdog0']],
  ['while :; do echo 1 > /dev/watchdog1; sleep 5; done', ['application /dev/watchdog1']],
  ['/usr/bin/edge --watchdog=/dev/watchdog1', ['application /dev/watchdog1']],
  ['command watchdog -t 5 /dev/watchdog', ['busybox /dev/watchdog0']],
  ['command -p watchdog -t 5 /dev/watchdog', ['busybox /dev/watchdog0']],
  // It stops the timer.
  ['echo V > /dev/watchdog', []],
  ["echo -n 'V' > /dev/watchdog", []],
  ['printf V > /dev/watchdog0', []],
  ["printf 'V\\n' > /dev/watchdog0", []],
  // It asks, or only names the node.
  ['[[ -c /dev/watchdog ]] || exit 0', []],
  ['export WATCHDOG_DEVICE /dev/watchdog', []],
  ['export WDT=/dev/watchdog', []],
  ['readonly WDT=/dev/watchdog', []],
  ['local wdt=/dev/watchdog', []],
  ['declare -r wdt=/dev/watchdog', []],
  ['find /dev/watchdog -newer /run/x', []],
  ['cat /dev/watchdog', []],
  ['test -e /dev/watchdog', []],
  ['command -v watchdog >/dev/null || exit 0', []],
  ['command -V /sbin/watchdog', []],
];

for (const [line, feeders] of LINES)
  t.test(line, async (t) => {
    const script = `#!/bin/sh\n${line}\n`;
    const folder = t.testdir({ etc: { inittab: '::once:/etc/start\n', start: script } });
    t.strictSame(feedersOf(folder), feeders);
  });
