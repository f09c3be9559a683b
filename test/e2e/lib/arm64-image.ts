/**
 * A program in the place of a kernel, in the kernel's own format, so that it comes through the generated `load` and
 * `booti`: it prints `message`, then the kernel arguments from `root=` on, and resets the machine by PSCI.
 * Source: Linux Documentation/arm64/booting.rst (header), PSCI (SYSTEM_RESET 0x84000009, by HVC on QEMU's virt),
 * qemu hw/arm/virt.c (PL011 at 0x09000000).
 */
export function resettingKernel(message: string): Uint8Array {
  const text = Buffer.from(`${message} \0`, 'ascii');
  const image = Buffer.alloc(0x40 + CODE.length * 4 + text.length);
  image.writeUInt32LE(0x14000010, 0x00); // b 0x40
  image.writeUInt32LE(0x1000, 0x10); // image size
  image.writeUInt32LE(0xa, 0x18); // flags: 4K pages, little endian, anywhere in memory
  image.write('ARMd', 0x38, 'ascii');
  for (const [index, word] of CODE.entries()) image.writeUInt32LE(word, 0x40 + index * 4);
  text.copy(image, 0x40 + CODE.length * 4);
  return image;
}

const CODE = [
  0xd2a12009, // mov x9, #0x09000000      the UART
  0x100003e1, // adr x1, message
  0x38401422, // 1: ldrb w2, [x1], #1     print the message up to NUL
  0x34000062, // cbz w2, 2f
  0xb9000122, // str w2, [x9]
  0x17fffffd, // b 1b
  0x91440003, // 2: add x3, x0, #0x100000 x0: the device tree, of 1 MiB at most
  0xeb03001f, // 3: cmp x0, x3
  0x54000242, // b.hs 5f
  0x38401402, // ldrb w2, [x0], #1        look for "root="
  0x7101c85f, // cmp w2, #'r'
  0x54ffff81, // b.ne 3b
  0x39400002, // ldrb w2, [x0]
  0x7101bc5f, // cmp w2, #'o'
  0x54ffff21, // b.ne 3b
  0x39400402, // ldrb w2, [x0, #1]
  0x7101bc5f, // cmp w2, #'o'
  0x54fffec1, // b.ne 3b
  0x39400c02, // ldrb w2, [x0, #3]
  0x7100f45f, // cmp w2, #'='
  0x54fffe61, // b.ne 3b
  0xd1000400, // sub x0, x0, #1
  0x38401402, // 4: ldrb w2, [x0], #1     print up to NUL
  0x34000062, // cbz w2, 5f
  0xb9000122, // str w2, [x9]
  0x17fffffd, // b 4b
  0x52800142, // 5: mov w2, #'\n'
  0xb9000122, // str w2, [x9]
  0x52800120, // mov w0, #9               SYSTEM_RESET
  0x72b08000, // movk w0, #0x8400, lsl #16
  0xd4000002, // hvc #0
  0x14000000, // b .
];
