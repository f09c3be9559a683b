// The kernel that is in a bzImage. Real ones are unpacked, and started by QEMU, in the rehearsals of test/e2e.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { hasPvhEntry, keepKernel, xzPayload } from '../../src/system/bzimage.js';
import { need } from '../tools/lib/need.js';

const PVH = Buffer.from([
  4,
  0,
  0,
  0,
  8,
  0,
  0,
  0,
  18,
  0,
  0,
  0,
  ...Buffer.from('Xen\0'),
  0,
  0,
  0,
  1,
  0,
  0,
  0,
  0,
]);
const TOOLS = [{ command: 'xz', debian: 'xz-utils' }];

/** An image of two sectors of set-up, then 8 bytes, then the payload, its size, and more. */
function bzImage(payload: Buffer): Buffer {
  const setup = Buffer.alloc(3 * 512);
  setup.writeUInt8(2, 0x1f1);
  setup.write('HdrS', 0x202, 'latin1');
  setup.writeUInt32LE(8, 0x248);
  setup.writeUInt32LE(payload.length + 4, 0x24c);
  return Buffer.concat([
    setup,
    Buffer.alloc(8, 'x'),
    payload,
    Buffer.from([1, 2, 3, 4]),
    Buffer.from('and more'),
  ]);
}

const packed = (kernel: Buffer): Buffer => execFileSync('xz', ['--check=crc32', '-c'], { input: kernel });

t.test('a kernel with a PVH entry is unpacked', async (t) => {
  if (!need(t, TOOLS)) return;
  const kernel = Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(5000, 'k'), PVH]);
  const folder = t.testdir({});
  const image = join(folder, 'vmlinuz');
  writeFileSync(image, bzImage(packed(kernel)));
  await keepKernel(image, folder);
  t.ok(readFileSync(join(folder, 'kernel')).equals(kernel));
});

t.test('what QEMU could not start unpacked stays as it is', async (t) => {
  if (!need(t, TOOLS)) return;
  const without = Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(5000, 'k')]);
  t.notOk(hasPvhEntry(without));
  const images: Readonly<Record<string, Buffer>> = {
    'no PVH entry': bzImage(packed(without)),
    'packed with something else': bzImage(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0])),
    'no bzImage': Buffer.alloc(4096, 'A'),
    'no image at all': Buffer.from('x'),
    'cut off': bzImage(packed(without)).subarray(0, 3 * 512),
  };
  for (const [what, bytes] of Object.entries(images)) {
    const folder = t.testdir({});
    const image = join(folder, 'vmlinuz');
    writeFileSync(image, bytes);
    await keepKernel(image, folder);
    t.ok(readFileSync(join(folder, 'kernel')).equals(bytes), what);
  }
});

t.test('a payload that reaches beyond the end is what is there', async (t) => {
  t.equal(
    xzPayload(bzImage(Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])).subarray(0, 3 * 512 + 14))?.length,
    6,
  );
});
