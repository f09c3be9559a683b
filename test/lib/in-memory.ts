// `wdgen check` and `wdgen generate` up to the disk, on a text in memory: for tests that judge thousands of specs.
import { artefactsOf } from '../../src/backends/index.js';
import type { Artefact } from '../../src/backends/types.js';
import { compileTarget, type JudgedTarget } from '../../src/commands/compile.js';
import { exitOf } from '../../src/commands/exits.js';
import type { Reader } from '../../src/commands/files.js';
import { loadSpec } from '../../src/commands/load.js';
import type { Diagnostic } from '../../src/core/diagnostic.js';
import type { ExitCode } from '../../src/core/outcome.js';
import { hasErrors } from '../../src/core/report.js';
import type { Spec } from '../../src/spec/read.js';

/** What came of a spec. */
export interface Judgement {
  readonly exit: ExitCode;
  readonly diagnostics: readonly Diagnostic[];
  readonly spec: Spec | undefined;
  /** Every target with its plan; none where the text is no spec. */
  readonly judged: readonly JudgedTarget[];
}

/** Reads, resolves and judges a spec that is one file. */
export function judgeText(text: string | Uint8Array): Judgement {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const reader: Reader = {
    label: () => 'watchdog.toml',
    read: () => bytes,
    list: () => [],
    exists: () => false,
  };
  const { spec, diagnostics } = loadSpec('watchdog.toml', { tolerant: true, reader });
  const judged = (spec?.targets ?? []).map((target) => compileTarget(target, { notes: true }));
  const all = [...diagnostics, ...judged.flatMap((one) => one.diagnostics)];
  return { exit: exitOf(all), diagnostics: all, spec, judged };
}

/** The files of each target of a sound spec; none where anything is an error. */
export function filesOf({ diagnostics, judged }: Judgement): ReadonlyMap<string, readonly Artefact[]> {
  if (hasErrors(diagnostics)) return new Map();
  return new Map(
    judged.flatMap(({ target, resolved }) =>
      resolved === undefined ? [] : [[target.name, artefactsOf(resolved.plan)] as const],
    ),
  );
}
