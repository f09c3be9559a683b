import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchWith } from './prepare.js';

/** Fields of the boot protocol's header, 2.08 and newer. Source: linux Documentation/arch/x86/boot.rst. */
const AT = { setupSectors: 0x1f1, magic: 0x202, payloadOffset: 0x248, payloadLength: 0x24c } as const;
const MAGIC = 'HdrS';
const SECTOR = 512;
const XZ = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);

/** The kernel that a bzImage unpacks at each start, as it lies in there; undefined when that is not in xz. */
export function xzPayload(image: Buffer): Buffer | undefined {
  if (image.length < SECTOR * 2 || image.toString('latin1', AT.magic, AT.magic + 4) !== MAGIC)
    return undefined;
  const start = (image.readUInt8(AT.setupSectors) + 1) * SECTOR + image.readUInt32LE(AT.payloadOffset);
  const payload = image.subarray(start, start + image.readUInt32LE(AT.payloadLength));
  return payload.subarray(0, XZ.length).equals(XZ) ? payload : undefined;
}

/** The note XEN_ELFNOTE_PHYS32_ENTRY: sizes of name and entry, type 18, name. Source: linux include/xen/interface/elfnote.h. */
const PVH_NOTES = [4, 8].map((size) =>
  Buffer.from([4, 0, 0, 0, size, 0, 0, 0, 18, 0, 0, 0, ...Buffer.from('Xen\0')]),
);

/** Whether QEMU can start an unpacked kernel: one that was built with CONFIG_PVH, as Debian's are. */
export function hasPvhEntry(kernel: Buffer): boolean {
  return PVH_NOTES.some((note) => kernel.includes(note));
}

/**
 * Puts a kernel into `folder` as the file `kernel`, unpacked where it can be: an emulated processor takes six seconds at each
 * start for what `xz` does here in one. Throws an EmulatorFault.
 */
export async function keepKernel(image: string, folder: string): Promise<void> {
  const kernel = join(folder, 'kernel');
  const payload = xzPayload(readFileSync(image));
  if (payload !== undefined) {
    writeFileSync(`${kernel}.xz`, payload);
    // Behind the stream stands its unpacked size.
    await fetchWith('xz', ['--decompress', '--keep', '--single-stream', `${kernel}.xz`], folder);
    rmSync(`${kernel}.xz`);
    if (hasPvhEntry(readFileSync(kernel))) return;
  }
  cpSync(image, kernel);
}
