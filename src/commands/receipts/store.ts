import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { makeFolders } from '../../disk/folders.js';
import { replaceFile } from '../../disk/whole-file.js';
import { sha256 } from '../../output/manifest.js';
import { receiptsFolder } from '../../system/cache.js';
import { errnoOf } from '../files.js';
import type { MetFile, Receipt } from './receipt.js';

/** Of which sources this wdgen was built (scripts/build.mjs); not there when it runs from its sources. */
declare const WDGEN_SOURCES: string | undefined;

/** The specs that are remembered: the ones used last. A target takes 1 to 3 kB. */
const MOST_SPECS = 200;

/** Receipts of one spec and one output folder, by `keyOf` of their files. */
export type Receipts = ReadonlyMap<string, Receipt>;

/**
 * Where the receipts of a spec and its tree lie: in the user's cache, because the tree itself may not tell which wdgen
 * wrote it. Undefined when nothing is to be remembered: with WDGEN_RECEIPTS=off, or when run from sources.
 */
export function placeOf(spec: string, outDir: string): string | undefined {
  const folder = typeof WDGEN_SOURCES === 'undefined' ? undefined : receiptsFolder();
  if (folder === undefined) return undefined;
  return join(folder, `${sha256(JSON.stringify([resolve(spec), resolve(outDir)]))}.json`);
}

/** What a receipt holds for: this wdgen, the names that show in what it says, and the bytes. */
export function keyOf({ label, specFile, role, bytes }: MetFile): string {
  const own = typeof WDGEN_SOURCES === 'undefined' ? '' : WDGEN_SOURCES;
  return sha256(JSON.stringify([own, label, specFile, role, sha256(Buffer.from(bytes))]));
}

/** The receipts at a place; none when there are none, or when they are not whole: they only save work. */
export function readReceipts(place: string): Receipts {
  const text = textAt(place) ?? '';
  const sum = text.slice(0, 64);
  const body = text.slice(65);
  if (body === '' || sha256(body) !== sum) return new Map();
  return new Map(Object.entries(JSON.parse(body) as Record<string, Receipt>));
}

function textAt(place: string): string | undefined {
  try {
    return readFileSync(place, 'utf8');
  } catch (error) {
    errnoOf(error);
    return undefined;
  }
}

/** Keeps receipts, where that is possible: a home that cannot be written costs time in the next run and nothing else. */
export function keepReceipts(place: string, receipts: Receipts): void {
  const folder = dirname(place);
  const body = JSON.stringify(Object.fromEntries(receipts));
  try {
    makeFolders(folder, 0o700);
    replaceFile(place, `${sha256(body)}\n${body}`, { durable: false });
    forgetOldest(folder);
  } catch (error) {
    errnoOf(error);
  }
}

function forgetOldest(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= MOST_SPECS) return;
  const aged = names.map((name) => ({ name, mtimeMs: statSync(join(folder, name)).mtimeMs }));
  aged.sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { name } of aged.slice(MOST_SPECS)) rmSync(join(folder, name), { force: true });
}
