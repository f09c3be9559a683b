import { statSync } from 'node:fs';
import { type Diagnostic, diagnostic } from '../../core/diagnostic.js';
import { unpack } from '../../system/unpack.js';
import { imageKind } from './kind.js';
import { type ImageTree, imageTree } from './tree.js';

/** An image that can be read, and what to do with it afterwards. */
export interface OpenedImage {
  readonly tree: ImageTree;
  readonly close: () => void;
}

/** Opens a folder as it is, and an image file unpacked into a folder that `close` removes. */
export async function openImage(
  path: string,
  interrupted: () => AbortSignal,
): Promise<OpenedImage | Diagnostic> {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return unreadable(`${path}: it does not exist.`);
  if (status.isDirectory()) return { tree: imageTree(path, path), close: () => {} };
  if (!status.isFile()) return unreadable(`${path} is neither a folder nor a file.`);
  const kind = imageKind(path);
  if (kind === undefined)
    return unreadable(`${path} is no tar archive, squashfs or ext2/3/4 file system by its first bytes.`);
  const unpacked = await unpack(kind, path, interrupted());
  if (unpacked.kind === 'done') return { tree: imageTree(unpacked.folder, path), close: unpacked.remove };
  const { command, debian } = unpacked.unpacker;
  if (unpacked.kind === 'missing')
    return diagnostic('WD0903', {
      detail: `${path} needs ${command} to be unpacked (Debian package ${debian}).`,
      help: `apt-get install ${debian}, or give the unpacked folder with --rootfs DIR`,
    });
  return unreadable(`${path}: ${command} cannot unpack it: ${unpacked.why}`);
}

function unreadable(detail: string): Diagnostic {
  return diagnostic('WD0008', {
    detail,
    help: 'give a folder, or a tar, squashfs or ext4 image, with --rootfs',
  });
}
