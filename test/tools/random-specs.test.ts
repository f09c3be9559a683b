// Specs made of sound ones by the schema: values changed to others that it allows, keys left out, mechanisms of other
// targets put in. Each is refused in plain words, or its files pass the parsers of their languages.
import fc from 'fast-check';
import t from 'tap';
import * as z from 'zod/mini';
import { artefactsOf } from '../../src/backends/index.js';
import type { KeyPath } from '../../src/core/path.js';
import { kindOf } from '../../src/spec/kinds.js';
import { rootSchema } from '../../src/spec/schema.js';
import { keySchema, knownWords, schemaAt, unwrap, valueAt } from '../../src/spec/walk.js';
import { figure } from '../lib/figures.js';
import { type Judgement, judgeText } from '../lib/in-memory.js';
import { type Dice, dice } from '../lib/random-plan.js';
import { keys, leaves, type SoundSpec, soundSpecs, toToml, withValue } from '../lib/specs.js';
import { repeats } from './lib/full.js';
import { need } from './lib/need.js';
import { noCanary, SEED } from './lib/quoting.js';
import { VERIFIERS, verifyFiles, type Written } from './lib/verify-files.js';

/** The smaller ones: thousands of them are judged. */
const specs = soundSpecs().filter(({ text }) => text.length < 4000);
const DURATIONS = ['500ms', '1s', '2s', '10s', '30s', '1min', '2min', '10min', '1h', '1d'];
const MECHANISMS = [
  'network',
  'rollback',
  'service',
  'monitor',
  'alert',
  'retention',
  'doctor',
  'boot',
  'image',
];

interface JsonSchema {
  readonly type?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

const strings = new Map<string, fc.Arbitrary<string>>();

/** Texts of a pattern; fast-check knows no look-ahead, so that those keep the value that they have. */
function matching(pattern: string): fc.Arbitrary<string> | undefined {
  if (/\(\?[!=<]/.test(pattern)) return undefined;
  const known = strings.get(pattern) ?? fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' });
  strings.set(pattern, known);
  return known;
}

/** Another value that the schema allows at a path. */
function another(roll: Dice, path: KeyPath, old: unknown): unknown {
  const schema = schemaAt(rootSchema, path);
  if (schema === undefined || Array.isArray(old))
    return Array.isArray(old) ? old.slice(0, roll.whole(1, old.length)) : old;
  const words = knownWords(schema);
  if (words.length > 0) return roll.pick(words);
  if (kindOf(unwrap(schema))?.kind === 'duration') return roll.pick(DURATIONS);
  const {
    type,
    pattern,
    minimum = 0,
    maximum = 1000,
  } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  if (type === 'integer' || type === 'number')
    return roll.pick([minimum, maximum, roll.whole(minimum, Math.min(maximum, 2 ** 31))]);
  if (type === 'boolean') return roll.pick([true, false]);
  const text = type === 'string' && pattern !== undefined ? matching(pattern) : undefined;
  return text === undefined ? old : fc.sample(text, { seed: roll.whole(0, 1 << 30), numRuns: 1 })[0];
}

type Spec = Readonly<Record<string, unknown>>;

function changed(roll: Dice, spec: Spec): Spec {
  const target = ['target', roll.pick(Object.keys(spec['target'] as object))];
  const kind = roll.whole(0, 5);
  if (kind === 0) {
    const all = [...keys(spec)].filter(({ length }) => length > 2);
    return withValue(spec, roll.pick(all), undefined);
  }
  if (kind === 1) {
    const other: SoundSpec = roll.pick(specs);
    const name = roll.pick(MECHANISMS);
    const from = Object.keys((other.value['target'] ?? {}) as object)[0] ?? '';
    const mechanism = valueAt(other.value, ['target', from, name]);
    return mechanism === undefined ? spec : withValue(spec, [...target, name], mechanism);
  }
  const all = [...leaves(spec)].filter(({ path }) => path[0] === 'target' && !isName(path));
  const { path, value } = roll.pick(all);
  return withValue(spec, path, another(roll, path, value));
}

/** Texts that name something else in the spec: another one would name nothing. */
function isName(path: KeyPath): boolean {
  return (
    path.some((key) =>
      ['healthy', 'steps', 'guards', 'vetoes', 'order', 'alerts', 'alert', 'board'].includes(String(key)),
    ) && keySchema(schemaAt(rootSchema, path.slice(0, -1))) === undefined
  );
}

function madeOf(roll: Dice): string {
  let spec: Spec = roll.pick(specs).value;
  for (let count = roll.whole(1, 3); count > 0; count--) spec = changed(roll, spec);
  return toToml(spec);
}

/** What must not be: an error without words, an exit besides 0, 1 and 2. */
function mistake({ exit, diagnostics }: Judgement): string | undefined {
  const silent = diagnostics.find(({ severity, span }) => severity === 'error' && span === undefined);
  if (silent !== undefined) return `${silent.code} has no place`;
  return exit <= 2 ? undefined : `exit ${exit}`;
}

t.test('random specs', async (t) => {
  if (!need(t, VERIFIERS)) return;
  const total = repeats(5000, 50_000);
  t.comment(`seed ${SEED}`);
  const files = new Map<string, Written>();
  const wrong: string[] = [];
  let sound = 0;
  for (let seed = 0; seed < total; seed++) {
    const text = madeOf(dice(SEED + seed * 7919));
    try {
      const judgement = judgeText(text);
      const found = mistake(judgement);
      if (found !== undefined) wrong.push(`${found}\n${text}`);
      if (judgement.exit !== 0) continue;
      sound++;
      for (const { resolved } of judgement.judged) {
        for (const file of resolved === undefined ? [] : artefactsOf(resolved.plan)) {
          files.set(`${file.path}\n${file.text}`, { from: `seed ${seed}`, ...file });
        }
      }
    } catch (error) {
      wrong.push(`${error instanceof Error ? error.stack : error}\n${text}`);
    }
  }
  t.strictSame(wrong.slice(0, 3), [], `${wrong.length} of ${total} are not judged as they should be`);
  t.ok(sound > total / 5, `${sound} of ${total} are sound`);
  const folder = t.testdir({});
  const found = verifyFiles(folder, [...files.values()]);
  t.strictSame(found.wrong, [], JSON.stringify(found.counts));
  noCanary(t, folder);
  figure(24, { part: 'random specs of the schema', cases: total, held: total - wrong.length, of: 50_000 });
});
