import { type CodeFacts, code } from './facts.js';

/** Rules about a plan: WD1. */
export const rulesCodes = {
  WD1000: code(
    'warning',
    'silence silences nothing',
    'A target can silence a rule with a reason: [target.NAME.silence] WD1009 = "why". Warnings and notes of that rule then vanish from check, an error becomes a warning that shows the reason, and status lists the silence. A silence that no longer silences anything would hide the next mistake of its kind.',
  ),
  WD1001: code(
    'error',
    'timeout is more than the driver takes',
    'Drivers that only declare max_timeout refuse a larger value with EINVAL. systemd then logs one line, closes the device, and nothing guards the machine (linux 6.1 include/linux/watchdog.h:168-181; systemd 252 src/shared/watchdog.c:277; systemd issue 27427). Others wrap or program a shorter time and reset a healthy machine.',
  ),
  WD1002: code(
    'error',
    'timeout is less than the driver takes',
    'A value below min_timeout is refused with EINVAL (linux 6.1 drivers/watchdog/watchdog_dev.c:374).',
  ),
  WD1003: code(
    'warning',
    'the driver refuses the reboot timeout',
    'systemd sets RebootWatchdogSec (default 10min) when it goes down. A driver that refuses the value leaves the reboot unguarded (systemd 252 src/core/main.c:2423, src/shared/watchdog.c:277; systemd issue 31662).',
  ),
  WD1004: code(
    'error',
    'petted too late',
    'A feeder that pets less often than twice per timeout has no chance to be late once. Sound values pet at a third of the timeout (troglobit/watchdogd issue 45).',
  ),
  WD1005: code(
    'error',
    "petted too late for the driver's own timeout",
    'The BusyBox applet only warns when the driver refuses its timeout, and goes on petting at its own pace; the driver keeps its default. A pace slower than that default resets a healthy machine for ever (BusyBox 1.35.0 miscutils/watchdog.c; run on i6300esb).',
  ),
  WD1006: code(
    'note',
    'a dead kernel resets earlier than the timeout says',
    'The timeout is longer than the hardware holds, so a kernel thread feeds in between. A hung process is still reset at the timeout; a dead kernel is reset at the hardware maximum already (linux 6.1 drivers/watchdog/watchdog_dev.c).',
  ),
  WD1007: code(
    'warning',
    'a software watchdog dies with the kernel',
    'softdog is a timer of the kernel that it is to guard: a locked-up kernel, the hang most worth recovering from, never resets. Loaded first it also takes /dev/watchdog0 away from the hardware.',
  ),
  WD1008: code(
    'error',
    'the driver cannot set a timeout',
    'The driver has no SETTIMEOUT: what firmware or the device tree programmed stays. A feeder that believes otherwise can be too slow (linux 6.1 rti_wdt.c; systemd issue 20683).',
  ),
  WD1009: code(
    'warning',
    'driver may load after the feeder looked',
    'systemd opens the watchdog once, early. A driver that is a module outside the initramfs comes too late, and nothing opens the device until a daemon-reload (systemd issue 17838).',
  ),
  WD1010: code(
    'warning',
    'no watchdog at all',
    'Nothing guards this machine and nothing is planned to: a silent hang lasts until somebody comes.',
  ),
  WD1011: code(
    'error',
    'pretimeout is not before the timeout',
    'The pretimeout is notice before the reset; a value that is not smaller than the timeout is refused by the kernel (linux 6.1 include/linux/watchdog.h, watchdog_pretimeout_invalid).',
  ),
  WD1012: code(
    'warning',
    'the driver does not take over a running watchdog',
    'Firmware or a boot loader may have armed the timer. This driver stops it when it loads, or leaves it running unfed, so there is a gap or a reset between boot loader and feeder.',
  ),
  WD1013: code(
    'note',
    'the reset comes at the second expiry',
    'The TCO timer of Intel chipsets raises an SMI at the first expiry and resets at the second: count on about twice the timeout (linux 6.1 drivers/watchdog/Kconfig, ITCO_WDT; measured in QEMU 7.2: 10 s -> 19.2 s).',
  ),
  WD1014: code(
    'warning',
    'lockup detectors are no watchdog',
    'The NMI watchdog and the soft lockup detector notice some hangs of a kernel that still runs, and then panic, which needs panic=N or a hardware watchdog to become a reset. As the only mechanism they leave most hangs uncovered.',
  ),
  WD1015: code(
    'warning',
    'kexec with a watchdog that is not handed over',
    'A timer that stays armed across kexec fires in the new kernel unless its driver takes a running timer over (systemd PR 13111).',
  ),
} as const satisfies Record<string, CodeFacts>;
