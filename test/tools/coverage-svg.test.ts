// The picture is XML to a real parser, whatever a target is called.
import { spawnSync } from 'node:child_process';
import t from 'tap';
import { render } from '../../src/backends/render.js';
import { runbook } from '../../src/backends/runbook/index.js';
import type { TargetPlan } from '../../src/plan/types.js';
import { planFixture } from '../lib/plan.js';
import { rock64Fixture } from '../lib/plan-rollback.js';
import { need } from './lib/need.js';

const READ = `
import sys, json
import xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
name = lambda node: node.tag.split('}')[1]
print(json.dumps({
  'root': name(root),
  'tags': sorted({name(node) for node in root.iter()}),
  'title': next(node.text for node in root if name(node) == 'title'),
  'desc': next(node.text for node in root if name(node) == 'desc'),
  'texts': [node.text for node in root.iter() if name(node) == 'text'],
  'boxes': [[float(node.get(key)) for key in ('x', 'y', 'width', 'height')] for node in root if name(node) == 'rect' and node.get('x')],
  'size': [float(root.get('width')), float(root.get('height'))],
  'attributes': sorted({key for node in root.iter() for key in node.keys()}),
}))
`;

interface Picture {
  readonly root: string;
  readonly tags: readonly string[];
  readonly title: string;
  readonly desc: string;
  readonly texts: readonly string[];
  readonly boxes: readonly (readonly [number, number, number, number])[];
  readonly size: readonly [number, number];
  readonly attributes: readonly string[];
}

function pictureOf(plan: TargetPlan): string {
  const draft = runbook.drafts(plan).find(({ path }) => path === 'coverage.svg');
  if (draft === undefined) throw new Error('no picture');
  return render(draft, 'runbook').text;
}

function parse(text: string): Picture {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', READ], { input: text, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Picture;
}

const HOSTILE = 'a & b < c > d "e" \'f\' ]]> -- --> <script>x</script> \u0001 \u202e {{x}}';
const PLANS: readonly TargetPlan[] = [
  planFixture(),
  rock64Fixture(),
  planFixture({ name: HOSTILE }),
  { ...rock64Fixture(), specFile: HOSTILE, name: 'x'.repeat(63) },
];

t.test('a parser reads it, and finds nothing but shapes and words', async (t) => {
  if (!need(t, [{ command: 'python3', debian: 'python3' }])) return;
  for (const plan of PLANS) {
    const { root, tags, title, desc, texts, boxes, size, attributes } = parse(pictureOf(plan));
    t.equal(root, 'svg');
    t.strictSame(tags, ['desc', 'g', 'rect', 'svg', 'text', 'title']);
    t.match(title, /^Coverage of /);
    t.match(desc, 'kernel locks up');
    t.ok(texts.includes('kernel locks up'));
    t.ok(boxes.length >= 20);
    for (const [x, y, width, height] of boxes)
      t.ok(x + width <= size[0] && y + height <= size[1], 'nothing stands beside the picture');
    t.ok(size[0] <= 720, 'not wider than 80 columns');
    for (const text of texts) t.ok(text.length <= 64, `fits: ${text}`);
    t.notOk(attributes.some((key) => /^on|href|src|style/.test(key)));
  }
});

t.test('the same bytes every time', async (t) => {
  t.equal(pictureOf(rock64Fixture()), pictureOf(rock64Fixture()));
});
