import { MOST_SHARDS, type Shard } from '../core/shard.js';
import {
  isCount,
  isFlag,
  isHash,
  isList,
  isMeasures,
  isTable,
  isText,
  type Table,
  type Test,
} from './checks.js';
import type { RehearsalFacts, RunFacts } from './rehearsed.js';

/** What one shard of a rehearsal found out. It proves nothing alone; all parts together are a rehearsal. */
export interface RehearsalPart extends RehearsalFacts {
  readonly shard: Shard;
  /** Every run of the whole rehearsal by its name, those of the other parts too. */
  readonly all: readonly string[];
  readonly seed: number;
  /** What was booted instead of what is fetched: `kernel`, `initrd`, `image`. */
  readonly own: readonly string[];
}

export type PartResult =
  | { readonly ok: true; readonly part: RehearsalPart }
  | { readonly ok: false; readonly reason: string };

const KIND = 'rehearsal-part';

const isResult: Test = (value) => value === 'passed' || value === 'failed' || value === 'not-covered';
const isName: Test = (value) => isText(value) && String(value).length <= 200;

const KEYS: Readonly<Record<string, Test>> = {
  schema: (value) => value === 1,
  kind: (value) => value === KIND,
  target: isText,
  artefacts: isHash,
  shard: isTable({ index: isCount, count: isCount }),
  seed: isCount,
  all: isList(isName),
  own: isList(isName),
  runs: isList(
    isTable({
      ...{ name: isName, scenario: isName, result: isResult, watchdog: isFlag, machine: isText },
      measures: isMeasures,
    }),
  ),
  at: isText,
};

/** Whether a JSON value says that it is a part of a rehearsal. */
export function isPart(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as Table)['kind'] === KIND;
}

/** Checks a part strictly. */
export function readPart(value: unknown): PartResult {
  const table = value as Table;
  const wrong = Object.entries(KEYS).find(([key, test]) => !test(table[key]));
  if (wrong !== undefined) return no(`its \`${wrong[0]}\` is missing or not what it must be`);
  const odd = Object.keys(table).find((key) => !Object.hasOwn(KEYS, key));
  if (odd !== undefined) return no(`it has the unknown key ${JSON.stringify(odd).slice(0, 40)}`);
  const { schema: _, kind: __, ...part } = table;
  const read = part as unknown as RehearsalPart;
  const { index, count } = read.shard;
  const isOne = index >= 1 && index <= count && count <= MOST_SHARDS;
  return isOne ? { ok: true, part: read } : no(`it is part ${index} of ${count}`);
}

function no(reason: string): PartResult {
  return { ok: false, reason };
}

/** `1-of-4.json` */
export function partName({ index, count }: Shard): string {
  return `${index}-of-${count}.json`;
}

/** The text of a part's file. */
export function renderPart({ target, artefacts, shard, seed, own, all, runs, at }: RehearsalPart): string {
  const table = { schema: 1, kind: KIND, target, artefacts, shard, seed, own, all, runs, at };
  return `${JSON.stringify(table, null, 2)}\n`;
}

/** A part and the file it stands in. */
export interface FiledPart {
  readonly file: string;
  readonly part: RehearsalPart;
}

export type Merged =
  | { readonly ok: true; readonly facts: RehearsalFacts }
  | { readonly ok: false; readonly reason: string };

/** One rehearsal out of all its parts; or why these are none. */
export function mergeParts(filed: readonly [FiledPart, ...FiledPart[]]): Merged {
  const [first, ...more] = filed;
  const other = more.find(({ part }) => !belongTogether(first.part, part));
  if (other !== undefined)
    return notOne(
      `${first.file} and ${other.file} are parts of different rehearsals: ${difference(first.part, other.part)}`,
    );
  const { count } = first.part.shard;
  const of = (index: number) => filed.filter(({ part }) => part.shard.index === index);
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const twice = numbers.map(of).find((same) => new Set(same.map(({ part }) => renderPart(part))).size > 1);
  if (twice !== undefined)
    return notOne(`${twice.map(({ file }) => file).join(' and ')} are the same part, and differ`);
  const missing = numbers.filter((index) => of(index).length === 0);
  if (missing.length > 0) return notOne(`of ${count} parts ${sayMissing(missing)} missing`);
  const parts = numbers.flatMap((index) => of(index)[0]?.part ?? []);
  return whole(first.part, parts);
}

function notOne(reason: string): Merged {
  return { ok: false, reason };
}

function sayMissing(missing: readonly number[]): string {
  return missing.length === 1 ? `number ${missing[0]} is` : `numbers ${missing.slice(0, 20).join(', ')} are`;
}

/** What all parts of one rehearsal have in common. */
const COMMON = {
  'the target': ({ target }) => target,
  'the files': ({ artefacts }) => artefacts,
  'how many parts there are': ({ shard }) => shard.count,
  'the seed': ({ seed }) => seed,
  'what is booted': ({ own }) => own.join(' '),
  'what is run': ({ all }) => all.join('\n'),
} as const satisfies Record<string, (part: RehearsalPart) => string | number>;

function difference(one: RehearsalPart, other: RehearsalPart): string {
  const found = Object.entries(COMMON).filter(([, of]) => of(one) !== of(other));
  return `they differ in ${found.map(([what]) => what).join(', ')}`;
}

function belongTogether(one: RehearsalPart, other: RehearsalPart): boolean {
  return Object.values(COMMON).every((of) => of(one) === of(other));
}

/** Every run once, in the order of the whole. */
function whole({ target, artefacts, all }: RehearsalPart, parts: readonly RehearsalPart[]): Merged {
  const runs = parts.flatMap((part) => part.runs);
  const found = all.map((name) => runs.filter((run) => run.name === name));
  const lost = all.filter((_, index) => found[index]?.length !== 1);
  if (lost.length > 0 || runs.length !== all.length)
    return notOne(
      `the parts do not hold every run once: ${lost[0] ?? 'there are more than there should be'}`,
    );
  const at =
    parts
      .map((part) => part.at)
      .toSorted()
      .at(-1) ?? '';
  return { ok: true, facts: { target, artefacts, runs: found.flat() as readonly RunFacts[], at } };
}
