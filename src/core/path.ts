/** A key path in a spec or a plan: table names, keys and array indexes from the root. */
export type KeyPath = readonly (string | number)[];

const BARE_KEY = /^[A-Za-z0-9_-]+$/;

/** Prints a path the way TOML would write it: `target.rock64."odd name".gate[0]`. The root is `(root)`. */
export function formatPath(path: KeyPath): string {
  if (path.length === 0) return '(root)';
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += `${text === '' ? '' : '.'}${BARE_KEY.test(part) ? part : JSON.stringify(part)}`;
  }
  return text;
}

/** A stable string for a path, to be used as a map key. Two different paths never share one. */
export function pathKey(path: KeyPath): string {
  return JSON.stringify(path);
}

/** Reads what `formatPath` prints; also accepts `a.b.0`. Undefined when quotes or brackets do not match. */
export function parsePath(text: string): KeyPath | undefined {
  const parts: (string | number)[] = [];
  const token = /\.?(?:"((?:[^"\\]|\\.)*)"|([^."[\]]+))|\[(\d+)\]/y;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match === null) return undefined;
    if (match[1] !== undefined) {
      const unquoted = unquote(match[1]);
      if (unquoted === undefined) return undefined;
      parts.push(unquoted);
    } else if (match[2] !== undefined) parts.push(match[2]);
    else parts.push(Number(match[3]));
  }
  return parts;
}

function unquote(body: string): string | undefined {
  try {
    return JSON.parse(`"${body}"`) as string;
  } catch {
    return undefined;
  }
}
