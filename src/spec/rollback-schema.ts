import * as z from 'zod/mini';
import { marked } from './kinds.js';
import { deferrable, described, durationText, formed } from './pieces.js';

/** Boot-count rollback, as a spec writes it. The whole table is one mechanism with one state. */

export const SCHEMES = [
  'rauc-uboot',
  'rauc-bootmeth',
  'uboot-bootcount',
  'systemd-boot',
  'grub',
  'none',
] as const;
export const EXHAUSTED = ['refill-once', 'recovery', 'stay-degraded'] as const;
export const MEDIA = ['mmc', 'spi-flash', 'fat'] as const;

/** Becomes part of the name of a U-Boot variable and of a kernel argument (rauc.slot=). */
const slotName = () => formed('slot name', 'letters and digits', 'A', /^[A-Za-z0-9]{1,16}$/, 16);
const filePath = () =>
  formed(
    'file name',
    'letters, digits and ./_+-, not starting with a dash',
    'boot/Image',
    /^[A-Za-z0-9._/+][A-Za-z0-9._/+-]*$/,
    255,
  );
const hexOrBytes = () =>
  formed('number of bytes', 'hexadecimal with 0x', '0x8000', /^0x[0-9a-fA-F]{1,8}$/, 10);
const ubootPart = () =>
  formed(
    'U-Boot partition',
    'an interface, a device and a partition',
    'mmc 1:2',
    /^(mmc|virtio|usb|scsi|nvme|sata) [0-9]{1,2}:[0-9a-f]{1,2}$/,
    32,
  );
const ubootDevice = () =>
  formed(
    'U-Boot device',
    'an interface and a device',
    'mmc 1',
    /^(mmc|virtio|usb|scsi|nvme|sata) [0-9]{1,2}$/,
    32,
  );
const root = () =>
  formed(
    'root file system',
    'what the kernel takes as root=',
    'PARTLABEL=root-a',
    /^[A-Za-z0-9/][A-Za-z0-9._/=:-]*$/,
    255,
  );
const devicePath = () =>
  formed('device node or file', 'an absolute path', '/dev/mmcblk1', /^\/[A-Za-z0-9._/+-]+$/, 255);

const bootable = () => ({
  from: z.optional(described(ubootPart(), 'where U-Boot loads kernel, initrd and device tree from')),
  kernel: z.optional(described(filePath(), 'kernel image on that partition')),
  initrd: z.optional(described(filePath(), 'initrd on that partition')),
  fdt: z.optional(
    described(filePath(), 'device tree on that partition; without it U-Boot passes on its own'),
  ),
  root: z.optional(described(root(), "the kernel's root=")),
});

const slot = () =>
  z.strictObject({
    ...bootable(),
    device: z.optional(described(devicePath(), 'the block device that an update writes, for RAUC')),
    type: z.optional(
      described(z.enum(['ext4', 'raw', 'vfat', 'squashfs']), "RAUC's slot type; default ext4"),
    ),
  });

const environment = () =>
  z.strictObject({
    medium: described(
      z.enum(MEDIA),
      'where U-Boot keeps its environment: raw MMC, SPI flash (MTD), or a file on FAT',
    ),
    device: described(
      devicePath(),
      'the same place seen from Linux: /dev/mmcblk1, /dev/mtd2, or the mounted file',
    ),
    uboot: z.optional(described(ubootDevice(), 'mmc: the device seen from U-Boot')),
    from: z.optional(described(ubootPart(), 'fat: the partition seen from U-Boot')),
    file: z.optional(described(filePath(), 'fat: the file name on that partition')),
    offset: z.optional(described(hexOrBytes(), 'mmc, spi-flash: where the first copy starts')),
    size: described(hexOrBytes(), 'size of one copy'),
    'redundant-offset': z.optional(described(hexOrBytes(), 'mmc, spi-flash: where the second copy starts')),
    sector: z.optional(described(hexOrBytes(), 'spi-flash: erase size')),
  });

const commit = () =>
  z.strictObject({
    checks: described(
      z
        .array(
          marked(
            {
              kind: 'form',
              what: 'check',
              rule: 'an absolute path of a program, or unit:NAME',
              example: '/usr/libexec/check-network',
            },
            z.string().check(z.regex(/^(\/[A-Za-z0-9._/+-]+|unit:[A-Za-z0-9:_.@-]+)$/), z.maxLength(255)),
          ),
        )
        .check(z.minLength(1)),
      'programs that must all succeed before the slot is marked good; unit:NAME asks systemd whether a unit is active',
    ),
    timeout: described(durationText(), 'time limit for all checks together'),
    retry: z.optional(
      described(
        durationText(),
        'pause before failed checks are tried again, within the time limit; default 5s',
      ),
    ),
  });

export const rollback = () =>
  z.strictObject({
    state: described(z.enum(['active', 'deferred']), 'whether the image enforces this'),
    scheme: described(z.enum(SCHEMES), 'who counts the boots'),
    uboot: z.optional(
      described(
        formed('U-Boot version', 'YEAR.MONTH', '2025.10', /^20[0-9]{2}\.(0[1-9]|1[0-2])$/, 7),
        "version of U-Boot; decides its option's names",
      ),
    ),
    order: z.optional(
      described(
        z.array(slotName()).check(z.minLength(2), z.maxLength(8)),
        'slots in the order in which they are tried',
      ),
    ),
    tries: z.optional(
      described(z.int().check(z.gte(1), z.lte(9)), 'boots that a slot gets before it is given up: 1 to 9'),
    ),
    exhausted: z.optional(described(z.enum(EXHAUSTED), 'what happens when every slot is used up')),
    panic: z.optional(
      described(durationText(), 'how long the kernel waits before it reboots after a panic; default 10s'),
    ),
    'root-delay': z.optional(
      described(
        durationText(),
        'how long the kernel waits for the root device before it panics; default 10s',
      ),
    ),
    bootargs: z.optional(
      described(
        formed(
          'list of kernel arguments',
          'words of letters, digits and ._,=:/@+-',
          'console=ttyS2,1500000n8',
          /^[A-Za-z0-9._,=:/@+-]+( [A-Za-z0-9._,=:/@+-]+)*$/,
          1024,
        ),
        'further kernel arguments',
      ),
    ),
    slot: z.optional(described(z.record(slotName(), slot()), 'what each slot consists of')),
    recovery: z.optional(described(z.strictObject(bootable()), 'what boots when every slot is used up')),
    environment: z.optional(
      described(environment(), "where U-Boot's environment lies: the one source for every file that says so"),
    ),
    commit: z.optional(described(commit(), 'how a slot is marked good, and what happens when it is not')),
    ...deferrable(),
  });
