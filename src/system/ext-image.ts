import { findCommand } from './prepare.js';
import { runTool } from './run.js';

/** How a tool of e2fsprogs is run on an image. */
interface Call {
  readonly file: string;
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export type ExtVerdict = 'sound' | 'no-e2fsck' | { readonly why: string };

const REMEDY = 'unmount it cleanly, or run e2fsck -f on a copy';

/**
 * Whether debugfs may unpack an ext2/3/4 image. `rdump` believes every name: one with a slash, or a second one beside
 * a link of that name, would be written outside of the folder. e2fsck knows the first kind, and the second kind within
 * one block of a directory only (check_dir_block in e2fsck/pass2.c), so names are compared here as well.
 */
export async function examineExt(debugfs: string, call: Call): Promise<ExtVerdict> {
  const e2fsck = findCommand('e2fsck');
  if (e2fsck === undefined) return 'no-e2fsck';
  const result = await runTool({ ...call, command: e2fsck, args: ['-f', '-n', call.file] });
  if (result.kind === 'missing') return { why: 'e2fsck could not be started' };
  if (result.kind === 'timed-out') return { why: 'e2fsck did not come to an end' };
  if (/skipping journal recovery/i.test(result.output))
    return { why: `its journal was not replayed: ${REMEDY}` };
  if (result.code !== 0)
    return { why: `e2fsck says that the file system has errors (it ended with ${result.code}): ${REMEDY}` };
  return (await doubleName(debugfs, call)) ?? 'sound';
}

const ROOT_INODE = '2';
/** `/INODE/MODE/UID/GID/NAME/SIZE/`; the size of a folder is empty. No name has a slash: e2fsck looked. */
const LINE = /^\/(\d+)\/(\d+)\/\d+\/\d+\/([^/]+)\/\d*\/$/;

/** An entry that nothing uses, which rdump passes over. */
const UNUSED = /^\/0\/0+\//;

/** Goes through all folders, one level with each call, and says where a name is not unique or cannot be told apart. */
async function doubleName(debugfs: string, call: Call): Promise<{ why: string } | undefined> {
  const seen = new Set([ROOT_INODE]);
  for (let level = [ROOT_INODE]; level.length > 0; ) {
    const input = level.map((inode) => `ls -p <${inode}>\n`).join('');
    const args = ['-f', '-', call.file];
    const result = await runTool({ ...call, command: debugfs, args, input, stdoutOnly: true });
    if (result.kind !== 'ended' || result.code !== 0) return { why: 'its folders cannot be listed' };
    const below = foldersIn(result.output);
    if (typeof below === 'string') return { why: below };
    level = below.filter((inode) => !seen.has(inode));
    for (const inode of level) seen.add(inode);
  }
  return undefined;
}

/** The inodes of the folders that a listing has; or what is wrong with a name in it. */
function foldersIn(listing: string): readonly string[] | string {
  const folders: string[] = [];
  let names = new Set<string>();
  for (const line of listing.split('\n')) {
    if (/^debugfs: ls -p <\d+>$/.test(line)) names = new Set();
    if (line === '' || line.startsWith('debugfs: ') || UNUSED.test(line)) continue;
    const [, inode = '', mode = '', name = ''] = LINE.exec(line) ?? [];
    if (name === '') return 'a name in it has a line break, or a folder cannot be listed';
    if (names.has(name)) return `a folder has the name ${JSON.stringify(name)} twice`;
    names.add(name);
    if (mode.startsWith('04') && name !== '.' && name !== '..') folders.push(inode);
  }
  return folders;
}
