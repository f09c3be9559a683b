import { readSome } from './files.js';

/** What a file that should hold a root file system is, by its first bytes. */
export type ImageKind = 'squashfs' | 'ext' | 'tar';

interface Magic {
  readonly kind: ImageKind;
  readonly offset: number;
  readonly hex: string;
}

/** Sources: linux fs/squashfs/squashfs_fs.h, fs/ext4/ext4.h (s_magic), tar(5), and the headers of the compressors. */
const MAGICS: readonly Magic[] = [
  { kind: 'squashfs', offset: 0, hex: '68737173' },
  { kind: 'ext', offset: 1024 + 56, hex: '53ef' },
  { kind: 'tar', offset: 257, hex: '7573746172' },
  { kind: 'tar', offset: 0, hex: '1f8b' },
  { kind: 'tar', offset: 0, hex: 'fd377a585a00' },
  { kind: 'tar', offset: 0, hex: '28b52ffd' },
  { kind: 'tar', offset: 0, hex: '425a68' },
];

/** The kind of a file; undefined for one that wdgen cannot unpack. */
export function imageKind(path: string): ImageKind | undefined {
  const head = readSome(path, 2048)?.toString('hex') ?? '';
  return MAGICS.find(({ offset, hex }) => head.startsWith(hex, offset * 2))?.kind;
}
