import {
  isCount,
  isDuration,
  isFlag,
  isHash,
  isList,
  isMeasures,
  isTable,
  isText,
  type Table,
  type Test,
} from './checks.js';
import { sha256 } from './hash.js';

/** A boot of the real board; good when it got as far as a system that runs. */
export interface Boot {
  readonly id: string;
  readonly seconds: number;
  readonly good: boolean;
}

interface Common {
  readonly target: string;
  /** Where it comes from, for people: a file, a machine, a tool. */
  readonly source: string;
  /** When it was taken, for people. No decision rests on it. */
  readonly at?: string;
}

interface OnArtefacts extends Common {
  /** The hash of the artefacts it was taken on. */
  readonly artefacts: string;
}

interface OnPlan extends Common {
  readonly plan: string;
}

/** A time that a rehearsal measured in the emulator, in milliseconds, beside the one that was computed. */
export interface MeasuredFigure {
  /** A figure of the timeline, or a stage of the boot: `feeder-hang`, `boot.kernel`. */
  readonly figure: string;
  readonly measured: number;
  readonly computed: number | null;
}

/** One piece of evidence, as a file of the user's repository holds it. */
export type EvidenceRecord =
  | (OnArtefacts & {
      readonly kind: 'rehearsal';
      readonly scenarios: readonly { readonly name: string; readonly passed: boolean }[];
      /** Scenarios that showed what nothing catches. They prove nothing, for or against. */
      readonly notCovered?: readonly string[];
      /** The longest times of all runs. */
      readonly measures?: readonly MeasuredFigure[];
    })
  | (OnArtefacts & { readonly kind: 'boots'; readonly boots: readonly Boot[] })
  | (OnArtefacts & { readonly kind: 'fired'; readonly fired: boolean; readonly seconds: number })
  | (OnArtefacts & { readonly kind: 'soak'; readonly duration: string; readonly resets: number })
  | (OnPlan & { readonly kind: 'approval'; readonly by: string; readonly signature: string | null });

export type RecordResult =
  | { readonly ok: true; readonly record: EvidenceRecord }
  | { readonly ok: false; readonly reason: string };

const isSignature: Test = (value) =>
  value === null ||
  (typeof value === 'string' && value.length < 20_000 && value.startsWith('-----BEGIN SSH SIG'));

/** What each kind holds beside the common keys, in the order in which files have it. */
const KINDS: Readonly<Record<EvidenceRecord['kind'], Readonly<Record<string, Test>>>> = {
  rehearsal: { artefacts: isHash, scenarios: isList(isTable({ name: isText, passed: isFlag })) },
  boots: { artefacts: isHash, boots: isList(isTable({ id: isText, seconds: isCount, good: isFlag })) },
  fired: { artefacts: isHash, fired: isFlag, seconds: isCount },
  soak: { artefacts: isHash, duration: isDuration, resets: isCount },
  approval: { plan: isHash, by: isText, signature: isSignature },
};

/** What a kind may hold besides. */
const OPTIONAL: Readonly<Partial<Record<EvidenceRecord['kind'], Readonly<Record<string, Test>>>>> = {
  rehearsal: { notCovered: isList(isText), measures: isMeasures },
};

/** Checks a record strictly. */
export function readRecord(value: unknown): RecordResult {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return no('it is not a JSON object');
  const table = value as Table;
  if (table['schema'] !== 1) return no('its schema is not 1');
  const kind = String(table['kind']);
  if (!Object.hasOwn(KINDS, kind)) return no(`its kind is none of ${Object.keys(KINDS).join(', ')}`);
  const own = KINDS[kind as EvidenceRecord['kind']];
  const tests = { target: isText, source: isText, ...own };
  const wrong = Object.entries(tests).find(([key, test]) => !test(table[key]));
  if (wrong !== undefined) return no(`its \`${wrong[0]}\` is missing or not what it must be`);
  const optional = { ...OPTIONAL[kind as EvidenceRecord['kind']], at: isText };
  const allowed = new Set(['schema', 'kind', ...Object.keys(tests), ...Object.keys(optional)]);
  const odd = Object.keys(table).find((key) => !allowed.has(key));
  if (odd !== undefined) return no(`it has the unknown key ${JSON.stringify(odd).slice(0, 40)}`);
  const bad = Object.entries(optional).find(([key, test]) => table[key] !== undefined && !test(table[key]));
  if (bad !== undefined) return no(`its \`${bad[0]}\` is not what it must be`);
  const { schema: _, ...record } = table;
  return { ok: true, record: record as unknown as EvidenceRecord };
}

function no(reason: string): RecordResult {
  return { ok: false, reason };
}

/** The text of a record's file: the same bytes for the same record, whatever the order of its keys. */
export function renderRecord(record: EvidenceRecord): string {
  const { kind, target, at } = record;
  const keys = ['source', ...Object.keys(KINDS[kind]), ...Object.keys(OPTIONAL[kind] ?? {})];
  const rest = keys
    .map((key) => [key, (record as unknown as Table)[key]] as const)
    .filter(([, value]) => value !== undefined);
  const all = { schema: 1, kind, target, ...Object.fromEntries(rest), ...(at === undefined ? {} : { at }) };
  return `${JSON.stringify(all, null, 2)}\n`;
}

/** A record's file is named by its content, so that a changed file does not fit its name. */
export function recordName(kind: string, text: string): string {
  return `${kind}-${sha256(text).slice(0, 12)}.json`;
}

/** What an approval's signature is over: one line. */
export function approvalMessage(target: string, plan: string): string {
  return `wdgen-approval 1 ${target} ${plan}\n`;
}
