import { parseDuration } from '../core/duration.js';
import { type Gate, parseGate } from './gate.js';
import type { EvidenceRecord } from './record.js';
import type { Evidence, Filed, Problem } from './store.js';

/** How far one condition of a gate is. */
export interface GateProgress {
  readonly gate: string;
  readonly met: boolean;
  /** `12 of 50`, for a table; empty where there is only yes or no. */
  readonly short: string;
  /** What is missing, and what to do, as sentences; empty when met. */
  readonly missing: string;
  readonly todo: string;
}

/** What evidence must have been taken on. */
export interface Subject {
  readonly target: string;
  /** Hashes of the artefacts of today and of those with the change. */
  readonly artefacts: ReadonlySet<string>;
  /** The hash of those with the change. */
  readonly changed: string;
  readonly plan: string;
}

/** Judges a gate. Evidence taken on other artefacts is stale, and comes back as a problem. */
export function judgeGates(
  gates: readonly string[],
  { records, problems }: Evidence,
  subject: Subject,
): {
  readonly progress: readonly GateProgress[];
  readonly problems: readonly Problem[];
} {
  const current = records.filter(({ record }) => isCurrent(record, subject));
  const stale = records.filter((filed) => !current.includes(filed));
  const spent = new Set(stale.flatMap(({ record }) => idsOf(record)));
  return {
    progress: gates.map((text) => {
      const gate = parseGate(text);
      if (gate === undefined) throw new Error(`the schema let a bad gate through: ${text}`);
      return { gate: text, ...judge(gate, current, spent, subject) };
    }),
    problems: [...problems, ...stale.map(staleness)],
  };
}

/** Whether a record is about these files. */
export function isCurrent(record: EvidenceRecord, { artefacts, plan }: Subject): boolean {
  return 'artefacts' in record ? artefacts.has(record.artefacts) : record.plan === plan;
}

function staleness({ file, record }: Filed): Problem {
  const on = 'artefacts' in record ? record.artefacts : record.plan;
  return {
    file,
    why: `it is stale: it was taken on other files (${on.slice(0, 12)}) than the spec makes today`,
  };
}

function idsOf(record: EvidenceRecord): string[] {
  return record.kind === 'boots' ? record.boots.map(({ id }) => id) : [];
}

type Judged = Omit<GateProgress, 'gate'>;

const MET: Judged = { met: true, short: '', missing: '', todo: '' };

function judge(
  gate: Gate,
  filed: readonly Filed[],
  spent: ReadonlySet<string>,
  { target, changed }: Subject,
): Judged {
  const add = (file: string) => `wdgen evidence add --target ${target} ${file}`;
  switch (gate.kind) {
    case 'rehearsal':
      return judgeRehearsal(filed, changed, `wdgen rehearse --target ${target}`);
    case 'boots':
      return judgeBoots(filed, spent, gate.count, add('boots.json'));
    case 'fired':
      return judgeFired(filed, add('bench.json'));
    case 'soak':
      return judgeSoak(filed, gate, add('soak.json'));
    case 'approval':
      return filed.some(({ record }) => record.kind === 'approval')
        ? MET
        : unmet('nobody has approved this yet.', `wdgen evidence approve --target ${target} --by NAME`);
  }
}

function unmet(missing: string, todo: string, short = ''): Judged {
  return { met: false, short, missing, todo };
}

/** Only what was rehearsed with the change says anything about the change; a failure of today's files counts all the same. */
function judgeRehearsal(filed: readonly Filed[], changed: string, rehearse: string): Judged {
  const all = filed.flatMap(({ file, record }) => (record.kind === 'rehearsal' ? [{ file, record }] : []));
  const failed = all.find(({ record }) => record.scenarios.some(({ passed }) => !passed));
  if (failed !== undefined)
    return unmet(
      `${failed.file} records a rehearsal of these very artefacts that failed.`,
      `find out why; then remove that file, and: ${rehearse}`,
    );
  const passed = all.filter(({ record }) => record.scenarios.length > 0);
  if (passed.some(({ record }) => record.artefacts === changed)) return MET;
  const other = passed[0];
  if (other !== undefined)
    return unmet(
      `${other.file} is about the files without this change, and says nothing about what it enables.`,
      `${rehearse}, with your own image where an application is to feed: --image`,
    );
  return unmet('no passing rehearsal of these artefacts is recorded.', rehearse);
}

function judgeBoots(filed: readonly Filed[], spent: ReadonlySet<string>, count: number, add: string): Judged {
  const boots = filed.flatMap(({ record }) => (record.kind === 'boots' ? record.boots : []));
  const good = new Set(boots.filter((boot) => boot.good && !spent.has(boot.id)).map(({ id }) => id));
  if (good.size >= count) return MET;
  return unmet(
    `${good.size} of ${count} good boots of these artefacts are recorded.`,
    `on the board: journalctl --list-boots -o json > boots.json; then: ${add}`,
    `${good.size} of ${count}`,
  );
}

function judgeFired(filed: readonly Filed[], add: string): Judged {
  const all = filed.flatMap(({ file, record }) => (record.kind === 'fired' ? [{ file, record }] : []));
  const failed = all.find(({ record }) => !record.fired);
  if (failed !== undefined)
    return unmet(
      `${failed.file} records that the watchdog did not reset this board.`,
      `find out why; then remove that file, and: ${add}`,
    );
  if (all.length > 0) return MET;
  return unmet(
    'no bench record shows that this board really resets.',
    `let it fire on the bench, then: ${add}`,
  );
}

function judgeSoak(
  filed: readonly Filed[],
  { ms, said }: { readonly ms: number; readonly said: string },
  add: string,
): Judged {
  const all = filed.flatMap(({ file, record }) => (record.kind === 'soak' ? [{ file, record }] : []));
  const failed = all.find(({ record }) => record.resets > 0);
  if (failed !== undefined)
    return unmet(
      `${failed.file} records a soak with resets.`,
      `find out why; then remove that file, and: ${add}`,
    );
  const longest = all.toSorted((a, b) => msOf(b.record.duration) - msOf(a.record.duration))[0]?.record
    .duration;
  if (longest !== undefined && msOf(longest) >= ms) return MET;
  const far = `${longest ?? 'none'} of ${said}`;
  return unmet(`${far} of soak without a reset is recorded.`, `let it run, then: ${add}`, far);
}

function msOf(duration: string): number {
  const parsed = parseDuration(duration);
  return parsed.ok ? parsed.ms : 0;
}
