import { type CodeFacts, code } from './facts.js';

/** Finished images, what is started and what boots: WD1230 to WD1299. */
export const auditBootCodes = {
  WD1230: code(
    'error',
    'nothing starts it',
    'The unit, script or service is in the image, and no target, bundle or run level pulls it in. [Install] is only read by systemctl enable.',
  ),
  WD1231: code(
    'error',
    'unit is masked',
    'A link to /dev/null, or an empty file, keeps a unit from starting, whatever wants it.',
  ),
  WD1232: code(
    'warning',
    'preset disables the unit',
    'At a first boot (no /etc/machine-id, or "uninitialized") systemd applies its presets. Built with full presets for it (first-boot-full-preset), it removes links that were made in the image; upstream it only adds.',
  ),
  WD1233: code(
    'error',
    'drop-in without a unit',
    'A folder NAME.d beside a unit that the image does not have: its settings reach nothing.',
  ),
  WD1234: code(
    'warning',
    'killed and not restarted',
    'WatchdogSec kills a service that stalls. With Restart=no nothing starts it again.',
  ),
  WD1235: code(
    'warning',
    'heartbeat behind a shell',
    'With NotifyAccess=main only the main process may send WATCHDOG=1. A shell that starts the program is that process.',
  ),
  WD1240: code(
    'error',
    'fw_env.config and U-Boot disagree',
    'U-Boot counts in its environment, and Linux marks a slot good in it. In another place, of another size or with another number of copies, one does not see what the other wrote.',
  ),
  WD1241: code(
    'error',
    'U-Boot lacks a command',
    'The boot script uses a command whose option is off in the built configuration of U-Boot. The script ends there, or goes on with a variable that is empty.',
  ),
  WD1242: code(
    'error',
    'tries disagree',
    'The boot script, RAUC, the environment and the options of U-Boot each say how many boots a slot gets. Who refills writes his own number.',
  ),
  WD1243: code(
    'error',
    'boot script is damaged',
    'U-Boot checks the header and both checksums that mkimage has made, and refuses the script.',
  ),
  WD1244: code(
    'error',
    'boot script is another than generated',
    'The script that was given holds another text than wdgen would generate today.',
  ),
  WD1245: code(
    'error',
    'slots disagree',
    'RAUC writes BOOT_x_LEFT for the boot names of its slots. A slot that the boot script does not know is never booted; one that RAUC does not know is never updated.',
  ),
  WD1246: code(
    'error',
    'U-Boot option was lost',
    'An option that U-Boot does not know, or whose dependencies are off, vanishes from the built configuration without a word.',
  ),
  WD1247: code(
    'error',
    'fw_env.config is missing',
    'fw_printenv, fw_setenv and RAUC find the environment of U-Boot by /etc/fw_env.config, and fail without it.',
  ),
  WD1249: code(
    'warning',
    'tries above 9',
    'RAUC writes counters in hexadecimal, U-Boot scripts read them in hexadecimal or decimal: from 10 on they mean different numbers. Source: RAUC src/bootloaders/uboot.c, U-Boot boot/bootmeth_rauc.c.',
  ),
  WD1250: code(
    'error',
    'nothing marks a slot good',
    'Boots are counted, and nothing takes the counter back: after so many boots a healthy slot is given up.',
  ),
  WD1251: code(
    'error',
    'marked good without a health check',
    'Having started is no proof of health. A slot that boots and does not work is marked good, and stays.',
  ),
  WD1252: code(
    'error',
    'two mark a slot good',
    'The one that asks less wins: the health checks of the other decide nothing.',
  ),
  WD1260: code('error', 'nothing runs the crontab', 'There are lines for cron, and no crond is started.'),
  WD1270: code(
    'error',
    'service is not in the compiled database',
    's6-rc starts what its compiled database has. It was compiled before the service was added, or from another source.',
  ),
  WD1271: code(
    'error',
    's6-rc source is wrong',
    's6-rc-compile refuses the source directory: nothing of it gets into the database. Source: s6-rc 0.5.5.0 src/s6-rc/s6-rc-compile.c.',
  ),
  WD1280: code(
    'error',
    'evaluated configuration differs',
    'Another module of the NixOS configuration has the last word (mkForce, a kernel of its own, a blacklist).',
  ),
  WD1290: code(
    'note',
    'not taken over',
    'import writes what it understands. The rest it names: a file that no reader reads, or something that a spec has no words for.',
  ),
} as const satisfies Record<string, CodeFacts>;
