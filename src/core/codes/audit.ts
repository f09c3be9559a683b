import { auditBootCodes } from './audit-boot.js';
import { type CodeFacts, code } from './facts.js';

/** Finished images: WD12. Files WD1200 to WD1209, kernel 121., feeder 122., units 123., boot 124., commit 125., .. */
export const auditCodes = {
  WD1200: code(
    'error',
    'generated file is not in the image',
    'The image was built without it: the overlay was not copied, or something removed it later. What it was there for does not happen.',
  ),
  WD1201: code(
    'error',
    'generated file was changed',
    'The image holds another text than wdgen would generate today: it was edited, replaced by a package, or the tree is older than the spec.',
  ),
  WD1202: code(
    'error',
    'mode of a generated file is wrong',
    'A copy without modes (git without the executable bit, a FAT medium, install -m 644) leaves scripts that nothing can run.',
  ),
  WD1203: code(
    'error',
    'script is not executable',
    'Init runs start scripts, units and s6 services by execve, which needs the executable bit. The service is simply not there.',
  ),
  WD1204: code(
    'error',
    'program is missing',
    'A line that a boot runs names a program, or a script names an interpreter, that the image does not have.',
  ),
  WD1205: code(
    'error',
    'link leads nowhere',
    'A link in a folder that init reads, to a file that is not in the image. Absolute links are read from the root of the image.',
  ),
  WD1206: code(
    'warning',
    'could not be read',
    'Something lies where a configuration belongs and is none. What it would do is not judged.',
  ),
  WD1207: code(
    'error',
    'generated line is missing',
    'Some generated pieces are lines for a file that belongs to the image: /etc/inittab, the system.conf of RAUC.',
  ),
  WD1210: code(
    'error',
    'kernel option was lost',
    'merge_config.sh and olddefconfig drop an option without a word when what it depends on is off, or when the kernel has no such option. Only the built configuration tells.',
  ),
  WD1211: code(
    'error',
    'driver loads too late',
    'PID 1 looks for the device when it starts. A driver that is a module has to be loaded by the initramfs, or before the feeder starts.',
  ),
  WD1212: code(
    'error',
    'driver cannot be loaded',
    'The module is blacklisted, or is not in /lib/modules: nothing makes the device.',
  ),
  WD1213: code(
    'error',
    'nowayout is contradicted',
    'Whether closing the device stops the timer is said by CONFIG_WATCHDOG_NOWAYOUT, by modprobe.d and by the command line; the last two win.',
  ),
  WD1214: code(
    'error',
    'kernel has no watchdog driver',
    'Something feeds a watchdog, and the kernel has no driver that makes one. softdog is a timer of the kernel, and dies with it.',
  ),
  WD1215: code(
    'warning',
    'a panic does not reboot',
    'Boots are counted, and a kernel that panics stays where it is: no slot is given up. panic= or CONFIG_PANIC_TIMEOUT says after how many seconds it reboots.',
  ),
  WD1220: code(
    'error',
    'two feeders',
    'The kernel lets one process open a watchdog. The other gets EBUSY, and whose timeout holds depends on who was first.',
  ),
  WD1221: code(
    'error',
    'nothing feeds the watchdog',
    'The plan has a feeder, and nothing in the image opens the device.',
  ),
  WD1222: code(
    'error',
    'feeder is another than planned',
    'Who feeds, which device, with which timeout: the image says something else than the spec. That includes a watchdog that is armed although the spec defers it.',
  ),
  WD1223: code(
    'error',
    'driver does not hold the timeout',
    'Above its limit a driver refuses, shortens or overflows; the facts are in the catalogue (wdgen explain WD1001).',
  ),
  WD1224: code(
    'error',
    'petted too late',
    'Between two pets at most half of the timeout may pass, or one late pet resets a healthy machine.',
  ),
  WD1225: code(
    'error',
    'BusyBox lacks an applet',
    'The names of the applets stand in the program itself. A link to busybox with another name ends with "applet not found".',
  ),
  WD1226: code(
    'warning',
    'stopping the feeder disarms the watchdog',
    'On SIGTERM the BusyBox applet and watchdog(8) write the "V" that stops the timer, just before the part of a shutdown that may hang. With nowayout it runs on.',
  ),
  WD1227: code(
    'error',
    'setting is overridden',
    'systemd reads system.conf, then the drop-ins by file name whatever folder they lie in; the last value counts. Source: systemd-system.conf(5), systemd.unit(5).',
  ),
  WD1228: code(
    'error',
    'setting is never read',
    'systemd passes over a key in the wrong section, a value it cannot parse, and a drop-in whose name does not end in .conf.',
  ),
  ...auditBootCodes,
} as const satisfies Record<string, CodeFacts>;
