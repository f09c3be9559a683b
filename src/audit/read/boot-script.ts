import { crc32 } from 'node:zlib';
import type { Text } from '../place.js';
import { type Command, commandsOf } from './shell.js';

/** A boot script, as text or as mkimage has packed it. */
export interface BootScript {
  readonly text: Text;
  readonly packed: boolean;
  readonly commands: readonly Command[];
}

/** What is wrong with a packed script: U-Boot would refuse it. */
export interface BrokenScript {
  readonly file: string;
  readonly why: string;
}

const MAGIC = 0x27051956;
const HEADER = 64;
const TYPE_SCRIPT = 6;

/** Reads boot.cmd or boot.scr. Source: U-Boot include/image.h (legacy_img_hdr), cmd/source.c. */
export function readBootScript(bytes: Buffer, file: string): BootScript | BrokenScript {
  const packed = bytes.length >= 4 && bytes.readUInt32BE(0) === MAGIC;
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0xd00dfeed)
    return {
      file,
      why: 'it is a FIT image, which wdgen does not unpack: give the script that it was made of',
    };
  const body = packed ? unpacked(bytes) : bytes;
  if (typeof body === 'string') return { file, why: body };
  if (body.includes(0)) return { file, why: 'it is no text, and has no header of mkimage' };
  const text = { file, text: body.toString('utf8') };
  return { text, packed, commands: commandsOf(text.text) };
}

/** The script in a legacy image; a text that says why U-Boot would not take it. */
function unpacked(bytes: Buffer): Buffer | string {
  if (bytes.length < HEADER + 8) return 'it is shorter than its header';
  const header = Buffer.from(bytes.subarray(0, HEADER));
  const [headerCrc, size, dataCrc] = [
    header.readUInt32BE(4),
    header.readUInt32BE(12),
    header.readUInt32BE(24),
  ];
  header.writeUInt32BE(0, 4);
  if (crc32(header) !== headerCrc) return 'the checksum of its header is wrong';
  const data = bytes.subarray(HEADER, HEADER + size);
  if (data.length !== size) return `its header says ${size} bytes, and it has ${data.length}`;
  if (crc32(data) !== dataCrc) return 'the checksum of its content is wrong';
  if (header[30] !== TYPE_SCRIPT) return 'it is an image, and no script';
  if (header[31] !== 0) return 'it is compressed: a script is made with -C none';
  const length = data.readUInt32BE(0);
  return data.subarray(8, 8 + length);
}
