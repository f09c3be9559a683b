import * as z from 'zod/mini';
import { described, durationText, formed, prose } from './pieces.js';

/** Facts about the image and its start that no generated file sets, and that judgement needs. */

/** Software that opens watchdogs, counts boots or marks slots good by itself. */
export const SOFTWARE = [
  'watchdog',
  'watchdogd',
  'busybox-watchdog',
  'rauc-mark-good',
  'grub-boot-success',
  'swupdate',
  'mender',
  'greenboot',
] as const;

export const boot = () =>
  z.strictObject({
    firmware: z.optional(
      described(durationText(), 'worst time from a reset until firmware starts the boot loader'),
    ),
    loader: z.optional(described(durationText(), 'worst time of the boot loader, until the kernel starts')),
    kernel: z.optional(described(durationText(), 'worst time of kernel and initrd, until init starts')),
    userspace: z.optional(
      described(durationText(), 'worst time of init, until the feeder has opened the device'),
    ),
    stop: z.optional(described(durationText(), 'worst time of an orderly stop, until the hardware is reset')),
    armed: z.optional(
      described(
        durationText(),
        'the timeout with which firmware or the boot loader has armed the watchdog when Linux starts',
      ),
    ),
  });

export const image = () =>
  z.strictObject({
    systemd: z.optional(described(z.int().check(z.gte(200), z.lte(999)), 'version of systemd: 257')),
    rtc: z.optional(described(z.boolean(), 'whether a clock keeps the time while the power is off')),
    kexecs: z.optional(described(z.boolean(), 'whether the machine starts its kernels by kexec')),
    hibernates: z.optional(described(z.boolean(), 'whether the machine hibernates')),
    'network-mounts': z.optional(
      described(z.boolean(), 'whether PID 1 manages NFS, CIFS or automounts, which can stall it'),
    ),
    memory: z.optional(
      described(
        formed('amount of memory', 'a whole number of MiB or GiB', '512MiB', /^[1-9][0-9]{0,5}(MiB|GiB)$/, 9),
        'memory of the machine',
      ),
    ),
    'reboot-hurts': z.optional(
      described(
        z.boolean(),
        'whether a reset does something in the world: relays, a USB host, a running installation',
      ),
    ),
    emergency: z.optional(
      described(
        z.enum(['shell', 'reboot', 'continue']),
        'what systemd does in emergency mode: wait in a shell; reboot, by a drop-in of your own; or go on (NixOS: systemd.enableEmergencyMode = false)',
      ),
    ),
    software: z.optional(
      described(
        z.array(z.enum(SOFTWARE)),
        'software in the image that opens watchdogs, counts boots or marks slots good by itself',
      ),
    ),
  });

/** Silenced rules: code -> reason. */
export const silence = () =>
  z.record(formed('rule', 'the code of a rule', 'WD1009', /^WD1[0-9]{3}$/, 6), prose());
