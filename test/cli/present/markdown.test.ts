// What goes into a pull request has to fit there: GitHub refuses comments of more than 65536 characters.
import t from 'tap';
import { markdown } from '../../../src/cli/present/markdown.js';

const LIMIT = 65_536;

t.test('a long diff is cut at a line, and says so', async (t) => {
  const line = '+    RuntimeWatchdogSec = "30s";\n';
  const text = markdown([{ kind: 'raw', title: 'Files', text: line.repeat(5000) }], []);
  t.ok(text.length < LIMIT, `${text.length} characters`);
  t.match(text, /Cut after 50000 characters/);
  t.ok(text.endsWith('</details>\n'), 'the fold is closed');
  t.equal(text.match(/^```/gm)?.length, 2, 'the fence is closed');
});

t.test('many words are cut behind a row, and the reader is told', async (t) => {
  const rows = Array.from({ length: 3000 }, (_, n) => [
    `target-${n}`,
    'arms',
    'PID 1 stalls longer than 30 s reset it',
  ]);
  const blocks = [
    { kind: 'table', head: ['target', 'risk', 'what it means'], rows } as const,
    { kind: 'raw', title: 'Files', text: '+ x\n' } as const,
  ];
  const text = markdown(blocks, []);
  t.ok(text.length < LIMIT, `${text.length} characters`);
  t.match(text, /\*\*Cut: this is not all\.\*\*/);
  const last = text.split('\n').findLast((one) => one.startsWith('|'));
  t.match(last, /^\| target-\d+ \| arms \| .* \|$/, 'the last row is whole');
});

t.test('what fits is whole', async (t) => {
  t.notMatch(markdown([{ kind: 'raw', title: 'Files', text: '+ x\n' }], []), /Cut/);
});
