import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolders } from '../disk/folders.js';
import { namesOrNone } from '../disk/listing.js';
import { replaceFile } from '../disk/whole-file.js';
import { type EvidenceRecord, readRecord, recordName, renderRecord } from './record.js';

/** A record with the file it stands in. */
export interface Filed {
  readonly file: string;
  readonly record: EvidenceRecord;
}

/** A file that proves nothing, and why. */
export interface Problem {
  readonly file: string;
  readonly why: string;
}

/** What a target's folder holds. */
export interface Evidence {
  readonly records: readonly Filed[];
  readonly problems: readonly Problem[];
}

const MAX_BYTES = 8 * 1024 * 1024;

/** Where the evidence of a target lies: beside the spec, so that it is committed with it. */
export function evidenceFolder(spec: string, target: string): string {
  return join(dirname(spec), 'evidence', target);
}

/** Reads a target's evidence. A file that cannot be believed is a problem, never an exception. */
export function readEvidence(folder: string, target: string): Evidence {
  const records: Filed[] = [];
  const problems: Problem[] = [];
  for (const name of namesOrNone(folder).filter((one) => one.endsWith('.json'))) {
    const file = join(folder, name);
    const read = readOne(file, name, target);
    if (typeof read === 'string') problems.push({ file, why: read });
    else records.push({ file, record: read });
  }
  return { records, problems };
}

function readOne(file: string, name: string, target: string): EvidenceRecord | string {
  const text = readText(file);
  if (text === undefined) return 'it cannot be read';
  const value = parseJson(text);
  if (value === undefined) return 'it is not complete JSON';
  const read = readRecord(value);
  if (!read.ok) return read.reason;
  if (read.record.target !== target) return `it is about another target, ${read.record.target}`;
  if (name !== recordName(read.record.kind, text))
    return 'it was changed after wdgen wrote it: its content does not fit its name';
  return read.record;
}

function readText(file: string): string | undefined {
  try {
    return statSync(file).size > MAX_BYTES ? undefined : readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** A JSON text's value; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Files a record. The same record again is the same file. System errors are thrown. */
export function writeRecord(
  folder: string,
  record: EvidenceRecord,
): { readonly file: string; readonly isNew: boolean } {
  const text = renderRecord(record);
  const file = join(folder, recordName(record.kind, text));
  const isNew = !existsSync(file);
  makeFolders(folder);
  replaceFile(file, text);
  return { file, isNew };
}
