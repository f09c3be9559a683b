import { compareText } from '../../core/report.js';
import type { WrittenFile } from '../../output/folder.js';
import { unifiedDiff } from '../../output/index.js';
import type { SideTarget } from './sides.js';

/** What happens to one generated file. */
export interface FileChange {
  readonly target: string;
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed' | 'mode' | 'state';
  /** Lines. */
  readonly added: number;
  readonly removed: number;
  /** By the manifests: `deferred`, or `deferred -> active`. */
  readonly state: string;
  readonly diff: string;
}

/** The files of a target that differ. A side without files is taken as one without the target. */
export function compareFiles(
  target: string,
  before: SideTarget | undefined,
  after: SideTarget | undefined,
): FileChange[] {
  const [old, now] = [before?.files ?? new Map(), after?.files ?? new Map()] as const;
  const paths = [...new Set<string>([...old.keys(), ...now.keys()])].sort(compareText);
  return paths.flatMap((path) => compareFile(target, path, old.get(path), now.get(path)));
}

function compareFile(
  target: string,
  path: string,
  before: WrittenFile | undefined,
  after: WrittenFile | undefined,
): FileChange[] {
  const change = changeOf(before, after);
  if (change === undefined) return [];
  const place = `${target}/${path}`;
  const diff = unifiedDiff(
    before === undefined ? '/dev/null' : `a/${place}`,
    before?.text ?? '',
    after === undefined ? '/dev/null' : `b/${place}`,
    after?.text ?? '',
  );
  return [{ target, path, change, ...countLines(diff), state: stateOf(before, after), diff }];
}

function changeOf(
  before: WrittenFile | undefined,
  after: WrittenFile | undefined,
): FileChange['change'] | undefined {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  if (before.text !== after.text) return 'changed';
  if (before.mode !== after.mode) return 'mode';
  return before.state === after.state ? undefined : 'state';
}

function stateOf(before: WrittenFile | undefined, after: WrittenFile | undefined): string {
  const states = [before?.state, after?.state].filter((state) => state !== undefined);
  return [...new Set(states)].join(' -> ');
}

function countLines(diff: string): { readonly added: number; readonly removed: number } {
  const lines = diff.split('\n').slice(2);
  return {
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
  };
}
