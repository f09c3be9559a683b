// Every field of a spec with every bad number, duration and name: refused on its line, with exit 2, or it means what
// it says. Fields are found in the sound specs, and what they take in the schema.
import { join } from 'node:path';
import t from 'tap';
import type * as z from 'zod/mini';
import { artefactsOf } from '../../src/backends/index.js';
import { formatPath, type KeyPath } from '../../src/core/path.js';
import { kindOf } from '../../src/spec/kinds.js';
import { rootSchema } from '../../src/spec/schema.js';
import { keySchema, schemaAt, unwrap } from '../../src/spec/walk.js';
import { figure } from '../lib/figures.js';
import { judgeText } from '../lib/in-memory.js';
import { keys, leaves, Raw, renamed, type SoundSpec, soundSpecs, toToml, withValue } from '../lib/specs.js';

const specs = soundSpecs();

/** A field of the schema, in the smallest spec that has it. */
interface Field {
  readonly spec: SoundSpec;
  readonly path: KeyPath;
  /** The path without the names that the user chose. */
  readonly generic: string;
}

function genericOf(path: KeyPath): string {
  return path
    .map((key, index) => {
      const parent = schemaAt(rootSchema, path.slice(0, index));
      return typeof key === 'number' || keySchema(parent) !== undefined ? '*' : key;
    })
    .join('.');
}

function fieldsOf(
  paths: (spec: SoundSpec) => Iterable<KeyPath>,
  wanted: (path: KeyPath) => boolean,
): readonly Field[] {
  const found = new Map<string, Field>();
  for (const spec of [...specs].sort((a, b) => a.text.length - b.text.length)) {
    for (const path of paths(spec)) {
      const generic = genericOf(path);
      if (!found.has(generic) && wanted(path)) found.set(generic, { spec, path, generic });
    }
  }
  return [...found.values()];
}

const leafPaths = ({ value }: SoundSpec) => [...leaves(value)].map(({ path }) => path);
const nodeAt = (path: KeyPath): z.ZodMiniType | undefined => {
  const schema = schemaAt(rootSchema, path);
  return schema === undefined ? undefined : unwrap(schema);
};

/** What is wrong with the way in which a bad value is refused. */
function mistakes(text: string, place: string): readonly string[] {
  const { exit, diagnostics } = judgeText(text);
  const lines = text.split('\n');
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const there = errors.some(({ span }) => lines[(span?.line ?? 0) - 1]?.includes(place));
  return [
    exit === 2 ? '' : `exit ${exit}`,
    errors.length > 0 && there
      ? ''
      : `on another line: ${errors.map(({ span, code }) => `${code} ${span?.line}`)}`,
  ].filter((one) => one !== '');
}

/** A number that marks a value, so that its line is found again: no spec has it. */
function judge(fields: readonly Field[], bad: readonly string[]): readonly string[] {
  return fields.flatMap(({ spec, path, generic }) =>
    bad.flatMap((raw) => {
      const text = toToml(withValue(spec.value, path, new Raw(raw)));
      return mistakes(text, raw).map((mistake) => `${generic} = ${raw}: ${mistake}`);
    }),
  );
}

const NUMBERS = [
  ...[
    '2147483648',
    '4294967296',
    '9007199254740993',
    '9223372036854775807',
    '9223372036854775808',
    '-1',
    '-2147483648',
  ],
  ...[
    'nan',
    '+inf',
    '-inf',
    '1e400',
    '1.5',
    '0.1',
    '1e-3',
    '0xFFFFFFFF',
    '0o37777777777',
    '0b11111111111111111111111111111111',
  ],
  ...['4_294_967_296', '01', '1_', '0x', '"3"', 'true', '2026-01-01', '[1]', '{}'],
];
const DURATIONS = [
  ...[
    '30',
    '1.5',
    '"30"',
    '"30 s"',
    '"30S"',
    '"1.5s"',
    '"-1s"',
    '""',
    '"0"',
    '"1m"',
    '"30sec"',
    '"PT30S"',
    '"1h30m"',
  ],
  ...['" 30s"', '"30s "', '"30s\\n"', '"٣s"', '"99999999999999s"', '"1e3s"', '"0x1s"', 'true', '["30s"]'],
];

t.test('whole numbers: out of range, of another kind, and no number at all', async (t) => {
  const fields = fieldsOf(leafPaths, (path) => {
    const node = nodeAt(path) as unknown as
      | { readonly _zod: { readonly def: { readonly type: string } } }
      | undefined;
    return node?._zod.def.type === 'number';
  });
  t.ok(fields.length >= 10, `${fields.length} fields: ${fields.map(({ generic }) => generic).join(', ')}`);
  t.strictSame(judge(fields, NUMBERS), []);
  const cases = fields.length * NUMBERS.length;
  figure(17, { part: 'bad numbers in every field of numbers', cases, held: cases });
});

t.test('durations: every form that could mean two things, and every one that means none', async (t) => {
  const fields = fieldsOf(leafPaths, (path) => kindOf(nodeAt(path))?.kind === 'duration');
  t.ok(fields.length >= 20, `${fields.length} fields`);
  t.strictSame(judge(fields, DURATIONS), []);
  const cases = fields.length * DURATIONS.length;
  figure(18, { part: 'bad durations in every field of durations', cases, held: cases });
});

const NAMES = [
  ...[
    '..',
    '.',
    '/x',
    'a/../../x',
    '../x',
    '',
    'x'.repeat(255),
    'x'.repeat(256),
    '-e',
    '--help',
    '.hidden',
    'dot.',
    'blank ',
  ],
  ...[
    ' blank',
    'a b',
    'line\nbreak',
    'cr\r',

    'e\u0301',
    '\u00e9',
    'UPPER',
    's6rc-x',
    's6-rc-x',
    'con',
    'a\\x2db',
  ],
  ...[
    'a@b',
    '🐕',
    '\u202eabc',
    '$(touch CANARY)',
    '`x`',
    '%n',
    '*',
    'a;b',
    "a'b",
    'a"b',
    '{{x}}',
    '#x',
    'a=b',
  ],
];

t.test('names: refused on their line, or no file leaves the folder of the target', async (t) => {
  const isNamed = (path: KeyPath) => keySchema(schemaAt(rootSchema, path.slice(0, -1))) !== undefined;
  const fields = fieldsOf(({ value }) => keys(value), isNamed);
  t.ok(fields.length >= 8, `${fields.length} fields: ${fields.map(({ generic }) => generic).join(', ')}`);
  const wrong = fields.flatMap(({ spec, path, generic }) =>
    NAMES.flatMap((name) => {
      const found = judgeText(toToml(renamed(spec.value, path, name)));
      const what = `${generic} ${JSON.stringify(name)}`;
      if (found.exit !== 0) {
        const placed = found.diagnostics.some(
          ({ severity, span }) => severity === 'error' && span !== undefined,
        );
        return placed && found.exit <= 2 ? [] : [`${what}: exit ${found.exit} without a place`];
      }
      const paths = found.judged.flatMap(({ target, resolved }) =>
        resolved === undefined ? [] : artefactsOf(resolved.plan).map((file) => join(target.name, file.path)),
      );
      return paths
        .filter((file) => file !== join('.', file) || /^\.\.?(\/|$)|^\/|\n|\0/.test(file))
        .map((file) => `${what}: writes ${formatPath([file])}`);
    }),
  );
  t.strictSame(wrong, []);
  const cases = fields.length * NAMES.length;
  figure(20, { part: 'names in every place that takes one', cases, held: cases });
});
