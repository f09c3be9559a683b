// Words, comments and environment files in a real U-Boot: what goes in comes out, or is refused. One boot for all.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { ubootComment, ubootEnv, ubootWord } from '../../src/backends/quote/uboot.js';
import { need } from '../tools/lib/need.js';
import { quoteAll, same, tellPairs, texts, unwritable, values } from '../tools/lib/quoting.js';
import { bootScript, makeDisk, readDisk, UbootMachine, ubootTools } from './lib/uboot.js';

tellPairs(t, 'values to real parsers: U-Boot');

/** The environment of this U-Boot has 256 KiB for all of them. */
const LONGEST = 300;

t.test('U-Boot', async (t) => {
  if (!need(t, ubootTools)) return;
  const short = ([value]: readonly [string, string]) => value.length <= LONGEST;
  const words = quoteAll(t, ubootWord, (value) => !/^[ -~]*$/.test(value) || /['\\]/.test(value)).filter(
    short,
  );
  const lines = quoteAll(
    t,
    (value) => ubootEnv('NAME', value),
    (value) => value === '' || unwritable(value) || /[\x01-\x08\n-\x1f\x7f\\]/.test(value),
  ).filter(short);
  const folder = mkdtempSync(join(tmpdir(), 'wdgen-uboot-'));
  /** Sets variables afresh, at most 100 of a kind: this U-Boot's table holds 512. Leaves them in a file. */
  const chunk = (name: string, commands: readonly string[]) => [
    'env default -f -a',
    ...commands,
    'env export -t ${pxefile_addr_r}',
    `fatwrite virtio 0:1 \${pxefile_addr_r} ${name} \${filesize}`,
  ];
  const chunks = <T>(
    all: readonly T[],
    commands: (one: T, index: number) => readonly string[],
    name: string,
  ) =>
    Array.from({ length: Math.ceil(all.length / 100) }, (_, n) =>
      chunk(
        `${name}${n}.txt`,
        all.slice(n * 100, n * 100 + 100).flatMap((one, i) => commands(one, n * 100 + i)),
      ),
    ).flat();
  const script = [
    ...chunks(values, (value, i) => [`${ubootComment(value)}\nsetenv c${i} ${i}`], 'c'),
    ...chunks(
      texts(words),
      (word, i) => [
        `setenv w${i} ${word}`,
        `for x in first ${word}; do setenv l${i} "\${x}"; done`,
        `if test x${word} = x${word}; then setenv t${i} same; fi`,
      ],
      'w',
    ),
    ...chunks(
      texts(lines),
      (_, i) =>
        i % 100 > 0
          ? []
          : [
              `load virtio 0:1 \${pxefile_addr_r} lines${i / 100}.txt`,
              'env import -t ${pxefile_addr_r} ${filesize}',
            ],
      'e',
    ),
    'echo ALL DONE',
  ];
  const files = Object.fromEntries(
    Array.from({ length: Math.ceil(lines.length / 100) }, (_, n) => [
      `lines${n}.txt`,
      texts(lines)
        .map((line, i) => `${line.replace('NAME', `e${i}`)}\n`)
        .slice(n * 100, n * 100 + 100)
        .join(''),
    ]),
  );
  const disk = makeDisk(folder, {
    'go.scr': bootScript(folder, `${script.join('\n')}\n`),
    ...files,
  });
  const machine = new UbootMachine(disk);
  t.teardown(async () => {
    await machine.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const load = 'virtio scan; load virtio 0:1 ${scriptaddr} go.scr; source ${scriptaddr}';
  const { text } = await machine.type(load);
  await machine.stop();
  t.match(text, /^ALL DONE$/m);
  t.notMatch(text, /CANARY|Unknown command|Error/, 'no payload was executed');
  const read = (name: string, count: number) =>
    Array.from({ length: Math.ceil(count / 100) }, (_, n) => readDisk(disk, `${name}${n}.txt`)).join('');
  const all = read('c', values.length) + read('w', words.length) + read('e', lines.length);
  const back = new Map(
    all.split('\n').map((line) => [line.replace(/=.*/s, ''), line.replace(/^[^=]*=/, '')] as const),
  );
  /** U-Boot has no empty variables. */
  const of = (letter: string) => (_: unknown, i: number) => back.get(`${letter}${i}`) ?? '';
  same(t, words.map(of('w')), words, 'ubootWord');
  // hush takes a quoted word apart at blanks there; what stands in lists of ours has none.
  const whole = words.flatMap((pair, i) =>
    /^[^ ]+$/.test(pair[0]) ? [{ pair, back: back.get(`l${i}`) }] : [],
  );
  same(
    t,
    whole.map((one) => one.back),
    whole.map((one) => one.pair),
    'ubootWord in a list',
  );
  t.strictSame(
    words.filter((_, i) => back.get(`t${i}`) !== 'same'),
    [],
    'ubootWord in a comparison',
  );
  same(t, lines.map(of('e')), lines, 'ubootEnv, imported');
  t.strictSame(
    values.filter((_, i) => back.get(`c${i}`) !== String(i)),
    [],
    'ubootComment',
  );
});
