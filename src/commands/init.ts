import { boardIds, boards, findBoard, findDriver } from '../catalogue/index.js';
import { type Diagnostic, type DiagnosticParts, diagnostic } from '../core/diagnostic.js';
import { sayDuration } from '../core/duration.js';
import type { Outcome } from '../core/outcome.js';
import { suggest } from '../core/suggest.js';
import { nameProblem } from '../spec/name-problem.js';
import { isRelease } from '../spec/schema.js';
import { type Starter, starterText } from './starter.js';
import { writeNew } from './write-new.js';

export interface InitArguments {
  readonly spec: string;
  readonly board: string | undefined;
  readonly platform: 'nixos' | 'buildroot' | 'systemd' | undefined;
  readonly init: string | undefined;
  readonly release: string | undefined;
  readonly name: string | undefined;
  readonly listBoards: boolean;
}

/** `wdgen init`: writes a commented starter spec, all settings deferred; or lists the boards. */
export function init(args: InitArguments): Outcome {
  if (args.listBoards) return listBoards();
  const starter = starterOf(args);
  if ('code' in starter) return refuse(starter, 2);
  const text = starterText(starter);
  const failure = writeNew(args.spec, text, '--spec');
  if (failure !== undefined) return refuse(failure, failure.code === 'WD0603' ? 2 : 3);
  const next = args.spec === 'watchdog.toml' ? '' : ` --spec ${args.spec}`;
  const said = `Wrote ${args.spec}: target ${starter.name}, every setting deferred.\nNext: wdgen check${next}, then wdgen generate${next}`;
  return {
    exit: 0,
    blocks: [{ kind: 'text', text: said }],
    data: { spec: args.spec, target: starter.name },
    diagnostics: [],
    sources: new Map(),
  };
}

function refuse(found: Diagnostic, exit: 2 | 3): Outcome {
  return { exit, blocks: [], data: null, diagnostics: [found], sources: new Map() };
}

function starterOf({
  board: id,
  platform,
  init: wantedInit,
  release,
  name,
}: InitArguments): Starter | Diagnostic {
  if (id === undefined || platform === undefined) {
    const missing = [id === undefined ? '--board' : '', platform === undefined ? '--platform' : ''];
    return diagnostic('WD0601', {
      detail: `init needs ${missing.filter((option) => option !== '').join(' and ')}.`,
      help: 'for example: wdgen init --board rock64 --platform nixos   (boards: wdgen init --list-boards)',
    });
  }
  const misfit = wrongOption(platform, wantedInit, release);
  if (misfit !== undefined) return diagnostic('WD0601', misfit);
  const board = findBoard(id);
  if (board === undefined) return diagnostic('WD0201', unknownBoard(id));
  const driver = board.driver === null ? undefined : findDriver(board.driver);
  if (driver === undefined)
    return diagnostic('WD0202', { detail: [`${board.title}.`, ...board.notes].join(' ') });
  const target = name ?? id;
  const problem = nameProblem(target, 'target');
  if (problem !== undefined) return diagnostic('WD0108', problem);
  return {
    name: target,
    board,
    driver,
    platform,
    init: platform === 'buildroot' ? (wantedInit ?? 'busybox') : undefined,
    release: platform === 'nixos' ? (release ?? '25.11') : undefined,
  };
}

/** Options that the platform has no use for, or that check would refuse in the spec. */
function wrongOption(
  platform: Starter['platform'],
  init: string | undefined,
  release: string | undefined,
): DiagnosticParts | undefined {
  if (init !== undefined && platform !== 'buildroot')
    return { detail: `--init is for Buildroot; ${platform} runs systemd.`, help: 'remove --init' };
  if (release !== undefined && platform !== 'nixos')
    return { detail: '--release is the NixOS release.', help: 'remove --release' };
  if (release !== undefined && !isRelease(release))
    return {
      detail: `${JSON.stringify(release)} is not a NixOS release.`,
      help: 'for example: --release 25.11',
    };
  return undefined;
}

function unknownBoard(id: string): DiagnosticParts {
  const near = suggest(id, boardIds());
  return {
    detail: `The catalogue has no board \`${id}\`.`,
    help: near === undefined ? 'see: wdgen init --list-boards' : `did you mean "${near}"?`,
  };
}

function listBoards(): Outcome {
  const rows = boards.map(({ id, title, driver: driverId, clockHz }) => {
    const driver = driverId === null ? undefined : findDriver(driverId);
    const max = driver?.limits(clockHz).maxMs ?? null;
    return { id, title, driver: driverId, maxMs: max };
  });
  const cells = rows.map(({ id, title, driver, maxMs }) => [
    id,
    title,
    driver ?? 'none',
    maxMs === null ? '' : sayDuration(maxMs),
  ]);
  const table = {
    kind: 'table',
    head: ['board', 'machine', 'driver', 'hardware maximum'],
    rows: cells,
  } as const;
  return { exit: 0, blocks: [table], data: rows, diagnostics: [], sources: new Map() };
}
