import { boards } from '../../catalogue/index.js';
import type { Board } from '../../catalogue/types.js';
import { builtDrivers } from '../driver.js';
import type { Found } from '../found.js';
import type { Place } from '../place.js';

/** The board, and what it was told by; or the ones that it may be. */
export type FoundBoard =
  | { readonly board: Board; readonly from: Place | string }
  | { readonly board: null; readonly candidates: readonly string[] };

/** The board of an image: by its device tree's name, else by the only driver that its kernel has. */
export function boardOf(found: Found, given: string | undefined): FoundBoard {
  const named = boards.find(({ id }) => id === given);
  if (named !== undefined) return { board: named, from: 'given with --board' };
  const tree = (found.bootScript?.commands ?? [])
    .flatMap(({ words, line }) => words.map((word) => ({ word, line })))
    .flatMap(({ word, line }) => {
      const name = /([\w.-]+)\.dtb$/.exec(word)?.[1];
      const board = boards.find(({ id, driver }) => driver !== null && name?.endsWith(id) === true);
      return board === undefined || found.bootScript === null
        ? []
        : [{ board, from: { in: found.bootScript.text, line } }];
    })[0];
  if (tree !== undefined) return tree;
  const built = found.kernel === null ? [] : builtDrivers(found.kernel);
  const fitting = boards.filter(({ driver }) => built.some(({ id }) => id === driver));
  const [only, ...others] = fitting;
  const place = found.kernel?.symbols.get(built[0]?.symbols[0]?.symbol ?? '')?.place;
  if (only !== undefined && others.length === 0)
    return { board: only, from: place ?? 'the only board with this driver' };
  return { board: null, candidates: fitting.map(({ id }) => id) };
}
