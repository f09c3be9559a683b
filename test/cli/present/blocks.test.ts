import t from 'tap';
import { humanBlocks } from '../../../src/cli/present/human.js';

const plain = { color: false, width: 80 };

t.test('blocks', async (t) => {
  const table = {
    kind: 'table',
    head: ['target', 'why'],
    rows: [['rock64', 'word '.repeat(30).trim()], ['漢', 'short'], ['x']],
  } as const;
  t.equal(
    humanBlocks(
      [
        { kind: 'text', text: 'Before.' },
        { kind: 'text', text: 'Again.\n' },
        table,
        { kind: 'text', text: 'After.' },
      ],
      { color: false, width: 50 },
    ),
    [
      'Before.',
      'Again.',
      '',
      'target  why',
      'rock64  word word word word word word word word',
      '        word word word word word word word word',
      '        word word word word word word word word',
      '        word word word word word word',
      '漢      short',
      'x',
      '',
      'After.',
      '',
    ].join('\n'),
  );
  t.equal(
    humanBlocks([{ kind: 'raw', text: 'a\t\u001b[0m no end' }], plain),
    'a\t\u001b[0m no end',
    'raw text is left alone',
  );
  t.equal(
    humanBlocks([{ kind: 'text', text: `  - ${'item '.repeat(20)}` }], { color: false, width: 30 }).split(
      '\n',
    )[1],
    '  item item item item item',
    'the indentation stays',
  );
  t.equal(
    humanBlocks([table], { color: false, width: Number.POSITIVE_INFINITY }).split('\n').length,
    5,
    'nothing is wrapped without a width',
  );
  const narrow = {
    kind: 'table',
    head: ['a', 'b'],
    rows: [['x'.repeat(100), 'one two three four five six']],
  } as const;
  t.match(humanBlocks([narrow], plain), `${'x'.repeat(100)}  one two three four\n`, 'nothing is cut off');
  t.equal(humanBlocks([], plain), '');
});
