import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import { errnoOf } from './disk.js';

/** What a system error means and what to do about it. */
interface Words {
  readonly meaning: string;
  readonly remedy: string;
}

const FREE = 'Free some space there, or write elsewhere with --out.';
const RIGHTS = 'Give yourself write permission on the output folder, or write elsewhere with --out.';

const WORDS: Readonly<Record<string, Words>> = {
  ENOSPC: { meaning: 'the disk is full', remedy: FREE },
  EDQUOT: { meaning: 'your disk quota is used up', remedy: FREE },
  EFBIG: { meaning: 'the file would be larger than this process may write', remedy: 'Raise `ulimit -f`.' },
  EACCES: { meaning: 'permission was denied', remedy: RIGHTS },
  EPERM: {
    meaning: 'the operation is not permitted',
    remedy: 'Look for another owner or an immutable flag (`lsattr`), or write elsewhere with --out.',
  },
  EROFS: { meaning: 'the file system is read-only', remedy: 'Write elsewhere with --out.' },
  EIO: { meaning: 'the device failed to read or write', remedy: 'Look at `dmesg`; the disk may be dying.' },
  EMFILE: { meaning: 'this process may not open more files', remedy: 'Raise `ulimit -n`.' },
  ENFILE: {
    meaning: 'the machine has too many open files',
    remedy: 'End other programs and run wdgen again.',
  },
  ENOMEM: { meaning: 'the machine is out of memory', remedy: 'End other programs and run wdgen again.' },
  ENAMETOOLONG: { meaning: 'the path is too long', remedy: 'Use a shorter --out folder or target name.' },
  ENOTDIR: { meaning: 'a part of the path is not a folder', remedy: 'Move that file away, or change --out.' },
  EISDIR: { meaning: 'a folder stands where a file is expected', remedy: 'Move that folder away.' },
  ELOOP: { meaning: 'symbolic links lead in a circle or stand where none may', remedy: 'Remove the link.' },
  EEXIST: {
    meaning: 'something exists there already',
    remedy: 'Another program may write there at the same time. Run wdgen again, or move it away.',
  },
  ENOTEMPTY: {
    meaning: 'the folder is not empty',
    remedy: 'Another program may write there at the same time. Run wdgen again.',
  },
  ENOENT: {
    meaning: 'it does not exist (any more)',
    remedy: 'Another program may have removed it meanwhile, or its name is not UTF-8. Run wdgen again.',
  },
  EXDEV: {
    meaning: 'it lies on another file system',
    remedy: 'Unmount what is mounted inside the output folder, or change --out.',
  },
  EBUSY: { meaning: 'it is in use, perhaps as a mount point', remedy: 'Unmount it, or change --out.' },
};

const UNCHANGED = 'What was there before is unchanged.';

/**
 * The finding for a refusal of the file system: path, errno and plain words.
 * Rethrows what is no system error, because that is a bug in wdgen.
 */
export function fault(error: unknown, doing: string, after: string = UNCHANGED): Diagnostic {
  const code = errnoOf(error);
  if (code === undefined) throw error;
  const words = WORDS[code] ?? { meaning: 'the system call failed', remedy: 'Run wdgen again.' };
  const where = pathsOf(error);
  return diagnostic('WD0901', {
    detail: `${doing} failed${where}: ${words.meaning} (${code}). ${after}`,
    help: words.remedy,
  });
}

/** A refusal of our own that reads like one of the file system. */
export function refusal(code: string, syscall: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${syscall} ${path}`), { code, syscall, path });
}

function pathsOf(error: unknown): string {
  const { path, dest } = error as { path?: unknown; dest?: unknown };
  if (typeof path !== 'string') return '';
  return typeof dest === 'string' ? ` at ${quote(dest)} (from ${quote(path)})` : ` at ${quote(path)}`;
}

function quote(path: string): string {
  return `\`${path.replace(/[\u0000-\u001f\u007f]/g, '?')}\``;
}
