/** A file or folder below a source directory. A symlink is one that leads nowhere: the reader follows the others. */
export interface SourceEntry {
  readonly kind: 'file' | 'dir' | 'symlink';
  /** Empty for folders. */
  readonly text: string;
  /** Permission bits. */
  readonly mode: number;
}

/** An s6-rc source directory: path below it, with forward slashes, to what is there. Folders may be left out. */
export type SourceTree = ReadonlyMap<string, SourceEntry>;

/**
 * What a checker has to say. `refused`: s6-rc-compile ends with an error. `warned`: it says so and goes on.
 * `stricter`: it says nothing, and wdgen finds it wrong.
 */
export interface Finding {
  readonly verdict: 'refused' | 'warned' | 'stricter';
  readonly path: string;
  readonly message: string;
}

/** Notes a finding about a file of the service at hand. */
export type Report = (verdict: Finding['verdict'], file: string, message: string) => void;

/** Whether execline's lexer takes a script; null = it does, else why not. */
export type ExeclineCheck = (script: string) => string | null;

/** One service definition directory. */
export interface ServiceFolder {
  readonly name: string;
  /** Files and folders directly in it. */
  readonly entries: ReadonlyMap<string, SourceEntry>;
  /** The names in one of its folders. */
  readonly list: (folder: string) => readonly string[];
}

/**
 * What is at the top of the tree, by name and in order; null for what is not a folder. A folder also exists when only
 * something below it is in the tree.
 */
export function serviceFolders(tree: SourceTree): ReadonlyMap<string, ServiceFolder | null> {
  const parts = new Map<string, Map<string, SourceEntry> | null>();
  for (const [path, entry] of tree) {
    const slash = path.indexOf('/');
    const name = slash === -1 ? path : path.slice(0, slash);
    const known = parts.get(name);
    if (slash !== -1) parts.set(name, (known ?? new Map()).set(path.slice(slash + 1), entry));
    else if (known === undefined) parts.set(name, entry.kind === 'dir' ? new Map() : null);
  }
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([name, below]) => [name, below === null ? null : serviceFolder(name, below)]));
}

/** One service definition directory; `below` has paths relative to it. */
function serviceFolder(name: string, below: ReadonlyMap<string, SourceEntry>): ServiceFolder {
  const entries = new Map<string, SourceEntry>();
  const lists = new Map<string, Set<string>>();
  for (const [path, entry] of below) {
    const [first = '', second] = path.split('/');
    if (second === undefined) entries.set(first, entry);
    else {
      if (!entries.has(first)) entries.set(first, { kind: 'dir', text: '', mode: 0o755 });
      lists.set(first, (lists.get(first) ?? new Set()).add(second));
    }
  }
  return { name, entries, list: (folder) => [...(lists.get(folder) ?? [])] };
}
