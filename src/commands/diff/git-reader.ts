import { dirname, posix, relative, sep } from 'node:path';
import { type Diagnostic, diagnostic } from '../../core/diagnostic.js';
import { failed, ok, type Report } from '../../core/report.js';
import { type Git, openGit } from '../../system/git.js';
import { exists, type Reader, splitPath } from '../files.js';

/** A spec inside a revision: how to read it, and the path to read. */
export interface Revision {
  readonly reader: Reader;
  readonly path: string;
}

/** Opens a revision of the repository that the spec lies in. Whatever is missing is said: git, repository, revision. */
export async function openRevision(revision: string, spec: string): Promise<Report<Revision>> {
  if (!isRevision(revision)) {
    const detail = `${JSON.stringify(revision)} cannot be a revision, and no file or folder has that name.`;
    return refuse(detail, 'name a revision (HEAD, v1.2, origin/main), a spec file, or an output folder');
  }
  const { folder, name } = splitPath(spec);
  const near = nearest(folder);
  const git = await openGit(near);
  if (git === undefined) return failed([gitIsMissing(revision)]);
  const prefix = git(['rev-parse', '--show-prefix']);
  if (!prefix.ok) return noRepository(revision, prefix.complaint);
  const commit = git(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
  if (!commit.ok) return noRevision(git, revision);
  const below = posix.join(lineOf(prefix.bytes), ...relative(near, folder).split(sep));
  return ok({ reader: readerOf(git, revision, lineOf(commit.bytes), below), path: name });
}

/** The folder, or the nearest one above it that is there: the spec's own may be gone from the working tree. */
function nearest(folder: string): string {
  const above = dirname(folder);
  return exists(folder) || above === folder ? folder : nearest(above);
}

/** Nothing that git could take for an option, or that no revision holds. */
function isRevision(text: string): boolean {
  return text !== '' && !text.startsWith('-') && !/\p{Cc}/u.test(text);
}

function lineOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replace(/\n$/, '');
}

function refuse(detail: string, help: string): Report<never> {
  return failed([diagnostic('WD0604', { detail, help })]);
}

function gitIsMissing(revision: string): Diagnostic {
  return diagnostic('WD0903', {
    detail: `git is needed to read \`${revision}\`, and it is not installed.`,
    help: 'install git, or compare two spec files: wdgen diff OLD.toml NEW.toml',
  });
}

function noRepository(revision: string, complaint: string): Report<never> {
  if (!complaint.includes('not a git repository'))
    return refuse(`git does not read \`${revision}\`: ${complaint}`, 'do what git asks for');
  const detail = `\`${revision}\` is no file or folder, and the spec does not lie in a git repository.`;
  return refuse(detail, 'compare two spec files: wdgen diff OLD.toml NEW.toml');
}

function noRevision(git: Git, revision: string): Report<never> {
  const shallow = git(['rev-parse', '--is-shallow-repository']);
  const empty = !git(['rev-parse', '--verify', '--quiet', 'HEAD']).ok;
  const detail = `\`${revision}\` is no revision of this repository, and no file or folder has that name.`;
  if (empty) return refuse(`${detail} It has no commit yet.`, 'commit the spec first');
  if (shallow.ok && lineOf(shallow.bytes) === 'true')
    return refuse(
      `${detail} This clone is shallow: it holds only the newest commits.`,
      `fetch what is missing: git fetch --unshallow, or git fetch --depth 1 origin ${revision}`,
    );
  return refuse(detail, 'list what there is: git branch --all, git tag');
}

/** Reads a commit's files by their place below the folder of the spec. */
function readerOf(git: Git, revision: string, commit: string, prefix: string): Reader {
  const label = (path: string) => `${revision}:${placeOf(prefix, path)}`;
  const trees = new Map<string, readonly TreeEntry[]>();
  const list = (folder: string): readonly TreeEntry[] => {
    const place = placeOf(prefix, folder);
    const known = trees.get(place) ?? listTree(git, commit, place);
    trees.set(place, known);
    return known;
  };
  const find = (path: string) => list(posix.dirname(path)).find(({ name }) => name === posix.basename(path));
  return {
    label,
    read: (path) => readBlob(git, label(path), find(path), revision),
    list: (folder) => list(folder).map(({ name }) => name),
    exists: (path) => find(path) !== undefined,
  };
}

/** A path from the top of the repository, without `./`, `..` and a last slash. */
function placeOf(prefix: string, path: string): string {
  const place = posix.join(prefix, path).replace(/\/$/, '');
  return place === '.' ? '' : place;
}

/** A name in a folder of a commit. */
interface TreeEntry {
  readonly name: string;
  readonly mode: string;
  readonly hash: string;
}

function listTree(git: Git, commit: string, place: string): readonly TreeEntry[] {
  const answer = git(['ls-tree', '-z', '--full-tree', `${commit}:${place}`]);
  if (!answer.ok) return [];
  const lines = new TextDecoder().decode(answer.bytes).split('\0');
  return lines.flatMap((line) => {
    const [, mode, hash, name] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/su.exec(line) ?? [];
    return mode === undefined || hash === undefined || name === undefined ? [] : [{ mode, hash, name }];
  });
}

const KINDS: Readonly<Record<string, string>> = {
  '040000': 'it is a directory',
  '120000': 'it is a symbolic link, which is not followed there',
  '160000': 'it is a submodule',
};

function readBlob(
  git: Git,
  label: string,
  entry: TreeEntry | undefined,
  revision: string,
): Uint8Array | Diagnostic {
  if (entry === undefined)
    return diagnostic('WD0001', {
      detail: `${label}: it does not exist in that revision.`,
      help: `see what does: git ls-tree -r --name-only ${revision}; name another with --spec FILE`,
    });
  const kind = KINDS[entry.mode];
  if (kind !== undefined) return diagnostic('WD0001', { detail: `${label}: ${kind}.` });
  const answer = git(['cat-file', 'blob', entry.hash]);
  return answer.ok
    ? answer.bytes
    : diagnostic('WD0001', { detail: `${label}: git says: ${answer.complaint}` });
}
