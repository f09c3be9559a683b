// Sixty payloads in every text of a spec: refused with a place, or in files that each parser reads as before.
import t from 'tap';
import { artefactsOf } from '../../src/backends/index.js';
import type { KeyPath } from '../../src/core/path.js';
import { kindOf } from '../../src/spec/kinds.js';
import { rootSchema } from '../../src/spec/schema.js';
import { keySchema, knownWords, schemaAt, unwrap } from '../../src/spec/walk.js';
import { figure } from '../lib/figures.js';
import { judgeText } from '../lib/in-memory.js';
import { leaves, type SoundSpec, soundSpecs, toToml, withValue } from '../lib/specs.js';
import { need } from './lib/need.js';
import { HOSTILE } from './lib/payloads.js';
import { noCanary, unwritable } from './lib/quoting.js';
import { VERIFIERS, verifyFiles, type Written } from './lib/verify-files.js';

const CANARIES = HOSTILE.filter((text) => text.includes('CANARY'));
const OTHERS = HOSTILE.filter((text) => !text.includes('CANARY') && !unwritable(text) && text.length > 0);
/** All that would leave a canary, and an even choice of the rest. */
const PAYLOADS = [
  ...CANARIES,
  ...OTHERS.filter((_, i) => i % Math.floor(OTHERS.length / (59 - CANARIES.length)) === 0),
].slice(0, 60);

interface Field {
  readonly spec: SoundSpec;
  readonly path: KeyPath;
}

/** Every text of the schema that is no word of a list and no duration, in the smallest spec that has it. */
function textFields(): ReadonlyMap<string, Field> {
  const found = new Map<string, Field>();
  for (const spec of soundSpecs().toSorted((a, b) => a.text.length - b.text.length)) {
    for (const { path, value } of leaves(spec.value)) {
      const schema = schemaAt(rootSchema, path);
      const words = schema === undefined || knownWords(schema).length > 0;
      if (typeof value !== 'string' || words || kindOf(unwrap(schema))?.kind === 'duration') continue;
      const generic = path.map((key, i) =>
        typeof key === 'number' || keySchema(schemaAt(rootSchema, path.slice(0, i))) ? '*' : key,
      );
      if (!found.has(generic.join('.'))) found.set(generic.join('.'), { spec, path });
    }
  }
  return found;
}

t.test('payloads in every text', async (t) => {
  if (!need(t, VERIFIERS)) return;
  const fields = textFields();
  t.ok(fields.size >= 40, `${fields.size} texts, ${PAYLOADS.length} payloads`);
  const files: Written[] = [];
  const wrong: string[] = [];
  let accepted = 0;
  for (const [generic, { spec, path }] of fields) {
    for (const payload of PAYLOADS) {
      const from = `${generic} = ${JSON.stringify(payload).slice(0, 80)}`;
      try {
        const { exit, diagnostics, judged } = judgeText(toToml(withValue(spec.value, path, payload)));
        const errors = diagnostics.filter(({ severity }) => severity === 'error');
        if (exit > 2 || errors.some(({ span }) => span === undefined))
          wrong.push(`${from}: exit ${exit} without a place`);
        if (errors.length > 0) continue;
        accepted++;
        for (const { resolved } of judged) {
          if (resolved !== undefined)
            files.push(...artefactsOf(resolved.plan).map((file) => ({ from, ...file })));
        }
      } catch (error) {
        wrong.push(`${from}: ${error}`);
      }
    }
  }
  t.strictSame(wrong, [], 'each is refused with its place, or accepted');
  const folder = t.testdir({});
  const found = verifyFiles(folder, files);
  t.strictSame(found.wrong, [], JSON.stringify(found.counts));
  noCanary(t, folder);
  const cases = fields.size * PAYLOADS.length;
  t.comment(`${accepted} of ${cases} are accepted`);
  figure(22, {
    part: 'payloads in every text of a spec',
    cases,
    held: cases,
    note: `${accepted} accepted and read back by the parsers, the others refused`,
  });
});
