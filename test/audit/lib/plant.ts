// Plants defects into an image one by one, and has each found in its file and line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { type AuditArguments, audit } from '../../../src/commands/audit.js';
import type { DiagnosticCode } from '../../../src/core/codes.js';
import type { Diagnostic } from '../../../src/core/diagnostic.js';
import { TreeEdit } from './tree-edit.js';

/** A defect, and where the audit has to find it. */
export interface Defect {
  readonly name: string;
  readonly plant: (tree: TreeEdit) => void;
  readonly code: DiagnosticCode;
  /** Relative to the folder that is edited. */
  readonly file: string;
  /** A number, or a text that stands in the line. */
  readonly line: number | string;
  /** Further codes that the same defect brings with it. */
  readonly also?: readonly DiagnosticCode[];
}

export type AuditWhat = Partial<AuditArguments>;

/** Runs the audit in this process: the command's function, without its printing. */
export async function audited(what: AuditWhat): Promise<readonly Diagnostic[]> {
  const nothing = {
    kernelConfig: undefined,
    ubootConfig: undefined,
    fwEnv: undefined,
    bootScript: undefined,
  };
  const outcome = await audit({
    ...{ spec: 'watchdog.toml', targets: [], noSpec: false, board: undefined, rootfs: undefined },
    ...nothing,
    nixEval: undefined,
    interrupted: () => new AbortController().signal,
    ...what,
  });
  return outcome.diagnostics.filter(({ severity }) => severity !== 'note');
}

/** Findings, short enough to read in a failed test. */
export function brief(found: readonly Diagnostic[]): readonly string[] {
  return found.map(({ code, span, detail }) => `${code} ${span?.file}:${span?.line} ${detail}`);
}

/** One test per defect, in a tree that is sound before and after. */
export async function plantEach(
  t: Test,
  folder: string,
  what: AuditWhat,
  defects: readonly Defect[],
  sound: readonly Defect['plant'][] = [],
): Promise<void> {
  t.strictSame(brief(await audited(what)), [], 'the sound image is clean');
  for (const [index, change] of sound.entries()) {
    const tree = new TreeEdit(folder);
    change(tree);
    t.strictSame(brief(await audited(what)), [], `sound variant ${index + 1} is clean`);
    tree.restore();
  }
  for (const defect of defects) {
    const tree = new TreeEdit(folder);
    try {
      defect.plant(tree);
      const found = await audited(what);
      check(t, folder, defect, found);
    } finally {
      tree.restore();
    }
  }
  t.strictSame(brief(await audited(what)), [], 'and clean again when every defect is taken back');
}

function check(t: Test, folder: string, defect: Defect, found: readonly Diagnostic[]): void {
  const { name, code, file, line, also = [] } = defect;
  const own = found.filter((one) => one.code === code && one.span?.file === join(folder, file));
  const text = typeof line === 'number' ? undefined : line;
  const there = own.some(({ span }) =>
    text === undefined
      ? span?.line === line
      : (linesOf(join(folder, file))[(span?.line ?? 0) - 1] ?? '').includes(text),
  );
  t.ok(there, `${name}: ${code} at ${file}:${line}`, { found: brief(found) });
  const others = found.filter((one) => one.code !== code && !also.includes(one.code));
  t.strictSame(brief(others), [], `${name}: nothing else`);
}

/** Lines of a boot script count from behind the header of its image, which may hold the byte of a line's end. */
function linesOf(path: string): readonly string[] {
  const bytes = readFileSync(path);
  return bytes
    .subarray(path.endsWith('.scr') ? 64 + 8 : 0)
    .toString('utf8')
    .split('\n');
}
