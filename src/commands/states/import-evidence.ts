import { type Diagnostic, diagnostic } from '../../core/diagnostic.js';
import { bootsOf, doctorReports, journalBoots } from '../../evidence/import.js';
import { isPart } from '../../evidence/part.js';
import { type Boot, type EvidenceRecord, readRecord } from '../../evidence/record.js';
import { parseJson } from '../../evidence/store.js';
import type { SpecTarget } from '../../spec/read.js';
import type { Made } from '../evidence.js';
import { readBytes, unwritable } from '../files.js';
import { subjectOf } from './gates.js';
import { mergedFrom } from './merge-parts.js';
import { type Read, refusal } from './read-evidence.js';

/**
 * Reads FILE of `wdgen evidence add`: a record of a device, bench or rehearsal, journalctl's list of boots, or what the
 * doctor on the device said. A record says itself which artefacts it is about; the other two cannot, so they are taken
 * to be about those of today.
 */
export function importedFrom(paths: readonly string[], target: SpecTarget, since: string | undefined): Made {
  const read = paths.map(readValue);
  const refused = read.flatMap((one) => ('refused' in one ? one.refused : []));
  if (refused.length > 0) return { refused };
  const values = read.flatMap((one) => ('value' in one ? [one] : []));
  const [first, ...more] = values;
  if (first === undefined) throw new Error('no file is named');
  if (values.some(({ value }) => isPart(value))) return mergedFrom(values, target);
  if (more.length > 0) return { refused: [oneFile()] };
  return ofOne(first, target, since);
}

function readValue(path: string): Read | { readonly refused: readonly Diagnostic[] } {
  const bytes = readBytes(path, 'name a file that exists');
  if (!(bytes instanceof Uint8Array)) return { refused: [unreadable(bytes)] };
  const value = parseJson(new TextDecoder().decode(bytes));
  return value === undefined ? { refused: [refusal(path, 'it is not complete JSON')] } : { path, value };
}

function oneFile(): Diagnostic {
  return diagnostic('WD0601', {
    detail: 'Only parts of a rehearsal are added together.',
    help: 'name one file',
  });
}

function ofOne({ path, value }: Read, target: SpecTarget, since: string | undefined): Made {
  const sinceMs = since === undefined ? undefined : Date.parse(since);
  if (Number.isNaN(sinceMs)) return { refused: [notADate(since ?? '')] };
  const { now, artefacts } = subjectOf(target);
  const boots = journalBoots(value, sinceMs);
  if (boots !== undefined)
    return ofBoots(path, {
      kind: 'boots',
      target: target.name,
      source: 'journalctl --list-boots',
      artefacts: now,
      boots,
    });
  const reports = doctorReports(value);
  if (reports !== undefined) {
    const other = reports.find((report) => report.target !== target.name)?.target;
    if (other !== undefined) return { refused: [refusal(path, `it is about another target, ${other}`)] };
    const source = 'wdgen-doctor --json';
    return ofBoots(path, {
      kind: 'boots',
      target: target.name,
      source,
      artefacts: now,
      boots: bootsOf(reports),
    });
  }
  const read = readRecord(value);
  if (!read.ok) return { refused: [refusal(path, `it is no list of boots, and as a record ${read.reason}`)] };
  const why = misfit(read.record, target.name, artefacts);
  if (why !== undefined) return { refused: [refusal(path, why)] };
  return read.record.kind === 'boots' ? ofBoots(path, read.record) : { record: read.record, remark: '' };
}

function misfit(record: EvidenceRecord, target: string, artefacts: ReadonlySet<string>): string | undefined {
  if (record.target !== target) return `it is about another target, ${record.target}`;
  if (!('artefacts' in record)) return 'it says what only `wdgen evidence approve` may say';
  if (artefacts.has(record.artefacts)) return undefined;
  return `it was taken on other files (${record.artefacts.slice(0, 12)}) than the spec makes today`;
}

/** An empty list proves nothing, and hints at a wrong --since. */
function ofBoots(path: string, record: EvidenceRecord & { readonly boots: readonly Boot[] }): Made {
  const good = record.boots.filter((boot) => boot.good).length;
  if (record.boots.length === 0)
    return { refused: [refusal(path, 'it holds no boot, or none since the named time')] };
  return { record, remark: `${good} good boots of ${record.boots.length}.` };
}

/** A file named on the command line that is not there. */
export function unreadable({ detail, help }: Diagnostic): Diagnostic {
  return diagnostic('WD0601', { detail, help });
}

function notADate(text: string): Diagnostic {
  return diagnostic('WD0601', {
    detail: `${JSON.stringify(text)} is no date.`,
    help: 'write it like 2026-01-31 or 2026-01-31T12:00:00Z',
  });
}

/** The finding for evidence that cannot be written. */
export function unfiled(folder: string, error: unknown): Diagnostic {
  const help = 'make the folder writable, then run the command again';
  return unwritable(folder, error, ' The spec is unchanged.', help);
}
