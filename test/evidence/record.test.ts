// Records are read strictly; what a rehearsal may hold besides is as well.
import t from 'tap';
import { type EvidenceRecord, readRecord, renderRecord } from '../../src/evidence/record.js';

const plain: EvidenceRecord = {
  kind: 'rehearsal',
  target: 'box',
  source: 'wdgen rehearse',
  artefacts: 'a'.repeat(64),
  scenarios: [{ name: 'feeder-killed', passed: true }],
};
const whole: EvidenceRecord = {
  ...plain,
  notCovered: ['wedged'],
  measures: [
    { figure: 'feeder-hang', measured: 11_400, computed: 12_000 },
    { figure: 'boot.kernel', measured: 2_700, computed: null },
  ],
  at: '2026-11-23T00:00:00.000Z',
};

t.test('a record is the same after writing and reading, with and without what it may hold', async (t) => {
  for (const record of [plain, whole])
    t.strictSame(readRecord(JSON.parse(renderRecord(record))), { ok: true, record });
  t.notMatch(renderRecord(plain), 'measures');
});

t.test('what it may hold is checked like the rest', async (t) => {
  const told = (more: object) => {
    const read = readRecord({ schema: 1, ...whole, ...more });
    return read.ok ? 'fine' : read.reason;
  };
  t.equal(told({}), 'fine');
  t.match(told({ measures: [{ figure: 'x', measured: -1, computed: null }] }), '`measures`');
  t.match(told({ measures: [{ figure: 'x', measured: 1 }] }), '`measures`');
  t.match(told({ measures: {} }), '`measures`');
  t.match(told({ notCovered: [1] }), '`notCovered`');
  t.match(told({ notCovered: null }), '`notCovered`');
  t.match(told({ at: 5 }), '`at`');
  t.match(told({ measure: [] }), 'unknown key');
  const boots = {
    schema: 1,
    kind: 'boots',
    target: 'box',
    source: 's',
    artefacts: 'a'.repeat(64),
    boots: [],
  };
  t.match(readRecord({ ...boots, measures: [] }), { reason: /unknown key/ }, 'only a rehearsal measures');
});
