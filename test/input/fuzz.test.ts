// Whatever stands in the file: an exit of 0 to 2 and findings in plain words, never an exception, never a hang.
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { figure } from '../lib/figures.js';
import { judgeText } from '../lib/in-memory.js';
import { type SoundSpec, soundSpecs } from '../lib/specs.js';
import { repeats } from '../tools/lib/full.js';

const SEED = 20_251;
/** Nobody waits longer for an answer about a file of this size. */
const HANG_MS = 2000;

const specs = soundSpecs();
const example = specs[0] as SoundSpec;
const small = specs.filter(({ text }) => text.length < 1500);

/** What must not be: an exception, an exit besides 0, 1 and 2, an error without words or, when it is in the file, without a place. */
function mistake(bytes: Uint8Array): string | undefined {
  const start = performance.now();
  try {
    const { exit, diagnostics } = judgeText(bytes);
    const silent = diagnostics.find(
      ({ severity, detail, code }) => severity === 'error' && detail === undefined && code < 'WD1',
    );
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const outside = diagnostics.find(({ span }) => span !== undefined && span.offset > bytes.length);
    const took = performance.now() - start;
    return [
      exit <= 2 ? undefined : `exit ${exit}`,
      (exit === 0) === (errors.length === 0) ? undefined : `exit ${exit} with ${errors.length} errors`,
      silent === undefined || silent.span !== undefined ? undefined : `${silent.code} says nothing`,
      outside === undefined ? undefined : `${outside.code} points behind the end`,
      took < HANG_MS ? undefined : `takes ${Math.round(took)} ms`,
    ].find((one) => one !== undefined);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function judge(t: Test, inputs: Iterable<Uint8Array>): number {
  let count = 0;
  const wrong: string[] = [];
  for (const bytes of inputs) {
    count++;
    const found = mistake(bytes);
    if (found !== undefined && wrong.length < 5)
      wrong.push(`${found}\n${Buffer.from(bytes).toString('latin1').slice(0, 3000)}`);
  }
  t.strictSame(wrong, [], `${count} inputs`);
  return count;
}

t.test('the example cut off at each byte', async (t) => {
  const bytes = Buffer.from(example.text);
  const cuts = function* () {
    for (let cut = 0; cut <= bytes.length; cut++) yield bytes.subarray(0, cut);
  };
  const count = judge(t, cuts());
  figure(24, { part: 'the example, cut off at each byte', cases: count, held: count });
});

/** Bytes that mean something to TOML, and some that nothing does. */
const BYTES = [...Buffer.from('"\'\\[]{}=.,#\n\r\t 0x_-:TZ~$\0\x7f'), 0x80, 0xc3, 0xe2, 0xf0, 0xff];

/** One change of a text: a byte replaced, put in, taken away; a piece cut out, doubled, or moved from another spec. */
const change = fc.record({
  kind: fc.constantFrom('replace', 'insert', 'delete', 'flip', 'cut', 'double', 'swap', 'graft'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  length: fc.integer({ min: 1, max: 40 }),
  byte: fc.constantFrom(...BYTES),
  from: fc.nat({ max: small.length - 1 }),
});

function changed(bytes: Buffer, one: typeof change extends fc.Arbitrary<infer T> ? T : never): Buffer {
  const at = Math.floor(one.at * bytes.length);
  const [head, piece, tail] = [
    bytes.subarray(0, at),
    bytes.subarray(at, at + one.length),
    bytes.subarray(at + one.length),
  ];
  const rest = bytes.subarray(at + 1);
  switch (one.kind) {
    case 'replace':
      return Buffer.concat([head, Buffer.of(one.byte), rest]);
    case 'insert':
      return Buffer.concat([head, Buffer.of(one.byte), bytes.subarray(at)]);
    case 'delete':
      return Buffer.concat([head, rest]);
    case 'flip':
      return Buffer.concat([head, Buffer.of((bytes[at] ?? 0) ^ (1 << (one.length % 8))), rest]);
    case 'cut':
      return Buffer.concat([head, tail]);
    case 'double':
      return Buffer.concat([head, piece, piece, tail]);
    case 'swap':
      return Buffer.concat([head, tail.subarray(0, one.length), piece, tail.subarray(one.length)]);
    default: {
      const other = Buffer.from(small[one.from]?.text ?? '');
      const start = Math.floor(one.at * other.length);
      return Buffer.concat([head, other.subarray(start, start + one.length * 4), tail]);
    }
  }
}

t.test('mutations of sound specs', async (t) => {
  const total = repeats(20_000, 200_000);
  t.comment(`seed ${SEED}`);
  const mutation = fc.tuple(
    fc.nat({ max: small.length - 1 }),
    fc.array(change, { minLength: 1, maxLength: 3 }),
  );
  const inputs = function* () {
    for (const [index, changes] of fc.sample(mutation, { seed: SEED, numRuns: total })) {
      yield changes.reduce(changed, Buffer.from(small[index]?.text ?? ''));
    }
  };
  const count = judge(t, inputs());
  figure(24, { part: 'mutations of sound specs', cases: count, held: count, of: 200_000 });
});
