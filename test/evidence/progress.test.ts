// What a gate asks for, and what records give it.
import t from 'tap';
import { parseGate } from '../../src/evidence/gate.js';
import { artefactHash } from '../../src/evidence/hash.js';
import { journalBoots } from '../../src/evidence/import.js';
import { judgeGates } from '../../src/evidence/progress.js';
import { type EvidenceRecord, readRecord, renderRecord } from '../../src/evidence/record.js';

const NOW = '1'.repeat(64);
const CHANGED = '4'.repeat(64);
const OTHER = '2'.repeat(64);
const PLAN = '3'.repeat(64);
const base = { target: 'x', source: 'test' } as const;

function judged(gate: string, ...records: readonly EvidenceRecord[]) {
  const filed = records.map((record, index) => ({ file: `${index}.json`, record }));
  const subject = { target: 'x', artefacts: new Set([NOW, CHANGED]), changed: CHANGED, plan: PLAN };
  const { progress, problems } = judgeGates([gate], { records: filed, problems: [] }, subject);
  return { met: progress[0]?.met, short: progress[0]?.short, stale: problems.map(({ file }) => file) };
}

const boots = (artefacts: string, ...ids: readonly string[]): EvidenceRecord => ({
  ...base,
  kind: 'boots',
  artefacts,
  boots: ids.map((id) => ({ id, seconds: 100, good: !id.startsWith('bad') })),
});
const soak = (duration: string, resets = 0): EvidenceRecord => ({
  ...base,
  kind: 'soak',
  artefacts: NOW,
  duration,
  resets,
});
const rehearsal = (artefacts: string, ...passed: readonly boolean[]): EvidenceRecord => ({
  ...base,
  kind: 'rehearsal',
  artefacts,
  scenarios: passed.map((one, index) => ({ name: `s${index}`, passed: one })),
});
const approval = (plan: string): EvidenceRecord => ({
  ...base,
  kind: 'approval',
  plan,
  by: 'Ann',
  signature: null,
});

t.test('gates are read as the schema has them', async (t) => {
  t.strictSame(parseGate('boots:50'), { kind: 'boots', count: 50 });
  t.match(parseGate('soak:72h'), { kind: 'soak', ms: 72 * 3_600_000 });
  for (const text of ['', 'boots', 'boots:0', 'boots:-1', 'soak:', 'soak:72', 'Rehearsal', 'approval:x'])
    t.equal(parseGate(text), undefined, text);
});

t.test('boots are counted once each, and only for the files they were recorded on', async (t) => {
  t.match(judged('boots:2', boots(NOW, 'a', 'a', 'bad')), { met: false, short: '1 of 2' });
  t.match(judged('boots:2', boots(NOW, 'a'), boots(NOW, 'a', 'b')), { met: true });
  t.match(judged('boots:1', boots(OTHER, 'a')), { met: false, short: '0 of 1', stale: ['0.json'] });
  t.match(judged('boots:1', boots(OTHER, 'a'), boots(NOW, 'a')), { met: false, short: '0 of 1' });
});

t.test('one failure shuts a gate', async (t) => {
  t.match(judged('rehearsal', rehearsal(CHANGED, true, true)), { met: true });
  t.match(
    judged('rehearsal', rehearsal(NOW, true)),
    { met: false },
    "today's files say nothing about the change",
  );
  t.match(judged('rehearsal', rehearsal(CHANGED, true, false)), { met: false });
  t.match(judged('rehearsal', rehearsal(CHANGED, true), rehearsal(NOW, false)), { met: false });
  t.match(judged('rehearsal', rehearsal(CHANGED, true), rehearsal(OTHER, false)), { met: true });
  t.match(judged('rehearsal', rehearsal(CHANGED)), { met: false }, 'no scenario proves nothing');
  t.match(judged('soak:72h', soak('71h')), { met: false, short: '71h of 72h' });
  t.match(judged('soak:72h', soak('71h'), soak('3d')), { met: true });
  t.match(judged('soak:72h', soak('3d'), soak('1h', 1)), { met: false });
  const fired = (yes: boolean): EvidenceRecord => ({
    ...base,
    kind: 'fired',
    artefacts: NOW,
    fired: yes,
    seconds: 9,
  });
  t.match(judged('fired', fired(true)), { met: true });
  t.match(judged('fired', fired(true), fired(false)), { met: false });
  t.match(judged('approval', approval(PLAN)), { met: true });
  t.match(judged('approval', approval(OTHER)), { met: false, stale: ['0.json'] });
  t.match(judged('approval', approval(NOW)), { met: false }, 'the hash of the files is not that of the plan');
});

t.test('records are read strictly, and written the same whatever their order', async (t) => {
  const record = boots(NOW, 'a');
  const text = renderRecord(record);
  const value = JSON.parse(text) as Record<string, unknown>;
  t.same(readRecord(value), { ok: true, record });
  const turned = Object.fromEntries(Object.entries(value).reverse());
  const read = readRecord(turned);
  t.equal(read.ok && renderRecord(read.record), text);
  const wrong: readonly Record<string, unknown>[] = [
    { ...value, schema: 2 },
    { ...value, kind: 'toString' },
    { ...value, extra: 1 },
    { ...value, target: 'x\ny' },
    { ...value, artefacts: NOW.slice(1) },
    { ...value, boots: [{ id: 'a', seconds: -1, good: true }] },
    { ...value, boots: [{ id: 'a', seconds: 1, good: true, more: 1 }] },
    { ...value, boots: {} },
    { ...value, at: 7 },
  ];
  for (const one of wrong) t.equal(readRecord(one).ok, false, JSON.stringify(one));
  for (const key of Object.keys(value)) {
    const { [key]: _, ...rest } = value;
    t.equal(readRecord(rest).ok, false, `without ${key}`);
  }
  for (const one of [null, [], 'x', 7]) t.equal(readRecord(one).ok, false);
});

t.test("journalctl's list of boots", async (t) => {
  const id = 'a'.repeat(32);
  const boot = {
    index: 0,
    boot_id: id,
    first_entry: 1_700_000_000_000_000,
    last_entry: 1_700_000_059_999_999,
  };
  t.strictSame(journalBoots([boot], undefined), [{ id, seconds: 59, good: false }]);
  t.strictSame(journalBoots([{ ...boot, last_entry: 1_700_000_060_000_000 }], undefined)?.[0]?.good, true);
  t.strictSame(journalBoots([boot], 1_700_000_000_001), []);
  t.strictSame(journalBoots([boot], 1_700_000_000_000)?.length, 1);
  for (const bad of [
    { ...boot, boot_id: 'x' },
    { ...boot, last_entry: 1 },
    { ...boot, first_entry: '1' },
    null,
    7,
  ])
    t.equal(journalBoots([boot, bad], undefined), undefined);
  t.equal(journalBoots({ boots: [boot] }, undefined), undefined);
});

t.test('the hash is about what lands in the image', async (t) => {
  const file = (path: string, text = 'x', mode = 0o644) => ({ path, mode, text });
  const hash = artefactHash([file('a'), file('b')]);
  t.equal(artefactHash([file('b'), file('a'), file('RUNBOOK.md', 'y'), file('manifest.json')]), hash);
  t.not(artefactHash([file('a'), file('b', 'y')]), hash);
  t.not(artefactHash([file('a'), file('b', 'x', 0o755)]), hash);
  t.not(artefactHash([file('a'), file('c')]), hash);
  t.not(artefactHash([file('a'), file('b'), file('x/RUNBOOK.md')]), hash);
});
