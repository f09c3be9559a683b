import { lineAt, type Place, type Text } from '../place.js';

/** A configuration that Nix has evaluated, as docs/audit.md says how to print it. */
export interface NixEval {
  readonly text: Text;
  /** The value at a path of attribute names; undefined where there is none. */
  readonly get: (path: readonly string[]) => unknown;
  /** The line of the innermost attribute of a path that is there. */
  readonly place: (path: readonly string[]) => Place;
}

/** Reads the JSON of `nix eval --json`; a text says what is wrong with it. */
export function readNixEval(text: Text): NixEval | string {
  let root: unknown;
  try {
    root = JSON.parse(text.text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (typeof root !== 'object' || root === null || Array.isArray(root)) return 'it is no JSON object';
  const get = (path: readonly string[]) =>
    path.reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      root,
    );
  return { text, get, place: (path) => ({ in: text, line: lineOf(text.text, path) }) };
}

/** Attribute names come in the order of the path: each is looked for behind the one before. */
function lineOf(text: string, path: readonly string[]): number {
  let at = 0;
  for (const name of path) {
    const next = text.indexOf(`${JSON.stringify(name)}:`, at);
    const loose = next === -1 ? text.indexOf(JSON.stringify(name), at) : next;
    if (loose === -1) break;
    at = loose;
  }
  return lineAt(text, at);
}
