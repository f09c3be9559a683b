import { boardDriver, builtDriver, plannedDriver } from '../audit/driver.js';
import type { Found } from '../audit/found.js';
import { readFound } from '../audit/read/index.js';
import { auditImage } from '../audit/rules/index.js';
import type { Audited, Expected } from '../audit/rules/types.js';
import { artefactsOf } from '../backends/index.js';
import { boardIds, findBoard } from '../catalogue/index.js';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import type { Block, Outcome } from '../core/outcome.js';
import { hasErrors, sortDiagnostics } from '../core/report.js';
import { suggest } from '../core/suggest.js';
import { type AuditFiles, openSources } from './audit-sources.js';
import { compileTarget, selectTargets } from './compile.js';
import { exitOf } from './exits.js';
import { loadSpec } from './load.js';

export interface AuditArguments extends AuditFiles {
  readonly spec: string;
  readonly targets: readonly string[];
  /** Judge the tree by itself. */
  readonly noSpec: boolean;
  /** Without a spec: the board, where its driver matters. */
  readonly board: string | undefined;
  readonly interrupted: () => AbortSignal;
}

/** `wdgen audit`: does a finished image hold what the plan promises; without a spec, does it contradict itself. */
export async function audit(args: AuditArguments): Promise<Outcome> {
  const usage = wrongUsage(args);
  if (usage !== undefined) return ended([usage]);
  const wanted = args.noSpec ? { expected: null, diagnostics: [], sources: new Map() } : expectedOf(args);
  if (hasErrors(wanted.diagnostics)) return ended(wanted.diagnostics, wanted.sources);
  const opened = await openSources(args);
  if ('diagnostics' in opened) return ended(opened.diagnostics);
  try {
    return report(args, wanted.expected, readFound(opened.sources));
  } finally {
    opened.close();
  }
}

function wrongUsage({ noSpec, board, targets, rootfs, ...files }: AuditArguments): Diagnostic | undefined {
  const say = (detail: string, help: string) => diagnostic('WD0601', { detail, help });
  const given = [rootfs, files.kernelConfig, files.ubootConfig, files.fwEnv, files.bootScript, files.nixEval];
  if (given.every((one) => one === undefined))
    return say('audit needs an image.', 'for example: wdgen audit --target rock64 --rootfs output/target');
  if (noSpec && targets.length > 0)
    return say('--no-spec judges a tree by itself; a target belongs to a spec.', 'leave one of the two out');
  if (!noSpec && targets.length !== 1)
    return say('audit compares an image with one target.', 'name it with --target, or give --no-spec');
  if (!noSpec && board !== undefined)
    return say('--board is for --no-spec: a target has its own.', 'remove --board');
  if (board === undefined || findBoard(board) !== undefined) return undefined;
  const near = suggest(board, boardIds());
  return diagnostic('WD0201', {
    detail: `The catalogue has no board \`${board}\`.`,
    help: near === undefined ? 'see: wdgen init --list-boards' : `did you mean "${near}"?`,
  });
}

/** The plan of the one target, or why there is none. */
function expectedOf({ spec: path, targets }: AuditArguments) {
  const { spec, diagnostics, sources } = loadSpec(path);
  if (spec === undefined) return { expected: null, diagnostics, sources };
  const selected = selectTargets(spec, targets);
  const [target, ...others] = selected.targets;
  const several =
    others.length > 0
      ? [
          diagnostic('WD0601', {
            detail: 'audit compares an image with one target.',
            help: 'name one with --target',
          }),
        ]
      : [];
  const judged = target === undefined ? undefined : compileTarget(target);
  const errors = [...selected.diagnostics, ...several, ...(judged?.diagnostics ?? [])].filter(
    ({ severity }) => severity === 'error',
  );
  const plan = judged?.resolved?.plan;
  const expected: Expected | null =
    plan === undefined || errors.length > 0 ? null : { plan, artefacts: artefactsOf(plan) };
  return { expected, diagnostics: errors, sources };
}

function ended(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string> = new Map(),
): Outcome {
  return { exit: exitOf(diagnostics), blocks: [], data: null, diagnostics, sources };
}

function report(args: AuditArguments, expected: Expected | null, found: Found): Outcome {
  const board = args.board === undefined ? null : boardDriver(args.board);
  const driver = expected === null ? (board ?? builtDriver(found.kernel)) : plannedDriver(expected);
  const audited: Audited = { found, expected, driver };
  const { diagnostics, sources } = auditImage(audited);
  const all = sortDiagnostics(diagnostics);
  const parts = readParts(found);
  return {
    exit: exitOf(all, ['error', 'warning']),
    blocks: [partsTable(parts), { kind: 'text', text: summary(all, parts) }],
    data: {
      target: expected?.plan.name ?? null,
      driver: driver?.id ?? null,
      parts,
      feeders: feedersOf(found),
    },
    diagnostics: all,
    sources,
  };
}

/** A part of an image that was looked at, or not. */
interface Part {
  readonly part: string;
  readonly from: string | null;
  readonly found: string;
}

/** What was read, so that silence is not mistaken for soundness. */
function readParts(found: Found): readonly Part[] {
  const { tree, hasTree, units, feeders, kernel, uboot, fwEnv, bootScript, rauc, markers, nix } = found;
  const part = (name: string, from: string | undefined | null, what: string): Part => ({
    part: name,
    from: from ?? null,
    found: from === undefined || from === null ? 'not looked at' : what,
  });
  const on = feeders.filter((one) => one.on !== undefined).map(({ name }) => name);
  const marking = markers.filter((one) => one.on !== undefined).map(({ name }) => name);
  return [
    part(
      'root file system',
      hasTree ? tree.label('/') : null,
      `init: ${found.init}${units.size === 0 ? '' : `, ${units.size} units`}`,
    ),
    part('feeders', hasTree ? tree.label('/') : nix?.text.file, on.length === 0 ? 'none' : on.join(', ')),
    part(
      'marks good',
      hasTree ? tree.label('/') : null,
      marking.length === 0 ? 'nothing' : marking.join(', '),
    ),
    part('kernel', kernel?.text.file, `${kernel?.symbols.size} options`),
    part('U-Boot', uboot?.text.file, `${uboot?.symbols.size} options`),
    part(
      'boot script',
      bootScript?.text.file ?? found.brokenScript?.file,
      `${bootScript?.commands.length ?? 0} commands`,
    ),
    part('fw_env.config', fwEnv?.text.file, `${fwEnv?.copies.length} copies`),
    part('RAUC', rauc?.text.file, `${rauc?.slots.length} slots`),
    part('evaluated NixOS', nix?.text.file, 'read'),
  ];
}

function partsTable(parts: readonly Part[]): Block {
  return {
    kind: 'table',
    head: ['part', 'read from', 'found'],
    rows: parts.map(({ part, from, found }) => [part, from ?? '', found]),
  };
}

function summary(all: readonly Diagnostic[], parts: readonly Part[]): string {
  const problems = all.filter(({ severity }) => severity !== 'note').length;
  const left = parts.filter(({ from }) => from === null).length;
  const rest = left === 0 ? '' : ` ${left} ${left === 1 ? 'part was' : 'parts were'} not there to look at.`;
  return `${problems === 0 ? 'Nothing wrong found.' : `${problems} ${problems === 1 ? 'finding' : 'findings'}.`}${rest}`;
}

function feedersOf({ feeders }: Found) {
  return feeders.map(({ kind, name, device, timeoutMs, petMs, on, place }) => ({
    ...{ kind, name, device, timeoutMs, petMs, enabled: on !== undefined },
    ...{ file: place.in.file, line: place.line },
  }));
}
