import type { Found } from '../found.js';
import { boardOf } from './board.js';
import type { Layout } from './layout.js';
import { type Piece, type Remark, type Table, tableText, text } from './piece.js';
import { rollbackPiece } from './rollback.js';
import { servicesPiece } from './services.js';
import { watchdogPiece } from './watchdog.js';

/** A spec made from a tree, or the boards that it could be for. */
export type Imported =
  | {
      readonly text: string;
      readonly tables: readonly Table[];
      readonly remarks: readonly Remark[];
      readonly board: string;
    }
  | { readonly text: null; readonly candidates: readonly string[] };

const INTRO = `# Started by wdgen import from what the tree has today. Each value names the line that it came from.
# Read it, then run: wdgen check, wdgen generate --dry-run

schema = 1
`;

/** Writes a starter spec: everything that was found is \`active\`, as it is today. */
export function importedSpec(
  found: Found,
  layout: Layout,
  name: string,
  base: string,
  given: string | undefined,
): Imported {
  const told = boardOf(found, given);
  if (told.board === null) return { text: null, candidates: told.candidates };
  const { board } = told;
  const machine = platform(found, layout);
  const bySystemd = !machine.some(({ key, value }) => key === 'init' && value !== '"systemd"');
  const target: Table = {
    name: '',
    entries: [{ key: 'board', value: text(board.id), from: told.from }, ...machine],
  };
  const pieces: readonly Piece[] = [
    watchdogPiece(found, board, bySystemd),
    rollbackPiece(found),
    servicesPiece(found),
  ];
  const tables = [target, ...pieces.flatMap((piece) => piece.tables)];
  const remarks = [
    ...pieces.flatMap((piece) => piece.remarks),
    ...layout.unread.map(({ text: file, why }) => ({
      place: { in: file, line: 1 },
      detail: `${file.file} was not read: ${why}.`,
      help: 'put what it says about the watchdog into the spec by hand',
    })),
    ...found.unread.map(({ place, why }) => ({
      place,
      detail: `It was not read: ${why}.`,
      help: 'look at it',
    })),
  ];
  const body = tables.map((table) => tableText(name, table, base)).join('\n');
  return { text: `${INTRO}\n${body}`, tables, remarks, board: board.id };
}

function platform(found: Found, layout: Layout): Table['entries'] {
  if (layout.isNixos && found.units.size === 0)
    return [
      { key: 'platform', value: '"nixos"', from: 'There are Nix expressions, and no units.' },
      { key: 'release', value: '"25.11"', from: 'Not found: the NixOS release. Correct it.' },
    ];
  const init = initOf(found);
  if (init === 'systemd' && !layout.isBuildroot)
    return [{ key: 'platform', value: '"systemd"', from: 'There are units of systemd.' }];
  return [
    { key: 'platform', value: '"buildroot"', from: `The init is ${init}.` },
    { key: 'init', value: text(init), from: 'By /etc/inittab, start scripts, or an s6-rc source.' },
  ];
}

function initOf({ init, tree }: Found): 'systemd' | 's6-rc' | 'busybox' | 'sysv' {
  if (init === 'systemd' || init === 's6-rc') return init;
  return /^\w*:\d*:initdefault:/m.test(tree.text('/etc/inittab')?.text ?? '') ? 'sysv' : 'busybox';
}
