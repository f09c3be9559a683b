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
  WD1016: code(
    'warning',
    'network mounts can stall PID 1',
    'While PID 1 mounts NFS, CIFS or an automount it waits for the server: an NFS major timeout took longer than the 15 to 30 s of a default watchdog and reset healthy machines (systemd issue 42050). Home Assistant OS went to 5 min for that reason (home-assistant/operating-system PR 4705).',
  ),
  WD1018: code(
    'warning',
    'the timer of the boot loader is too short',
    'Firmware arms the watchdog, and until the kernel takes it over or the feeder opens it nobody feeds. A board support package with 32 s and an initramfs that was slower rebooted for ever (balena-os/meta-balena PR 1669). A driver that is a module, or that does not always take a running timer over, leaves the gap open until the feeder starts.',
  ),
  WD1019: code(
    'warning',
    'armed by firmware, and nobody feeds',
    'A watchdog that firmware armed and nothing feeds resets the machine for ever. A driver that adopts a running timer has the kernel feed it (WATCHDOG_HANDLE_BOOT_ENABLED); others do not (systemd issue 20683: armed by firmware, not pinged, reset loop; linux 6.1 drivers/watchdog/watchdog_dev.c, WDOG_HW_RUNNING).',
  ),
  WD1020: code(
    'error',
    'open timeout is shorter than the start',
    'watchdog.open_timeout ends the feeding by the kernel that many seconds after the driver has loaded, unless the device was opened before. Less than user space needs at worst resets every healthy start (linux 6.1 drivers/watchdog/watchdog_dev.c, watchdog_past_open_deadline).',
  ),
  WD1021: code(
    'warning',
    'open timeout has nothing to end',
    'The open timeout limits how long the kernel feeds a timer that runs when its driver loads. It starts none: with a driver that does not adopt a running timer it guards nothing (linux 6.1 drivers/watchdog/watchdog_dev.c: the worker feeds only while WDOG_HW_RUNNING is set).',
  ),
  WD1022: code(
    'warning',
    'firmware armed another watchdog',
    'Boards can have several: in the chip, in the PMIC, in the BMC. A timeout that the fed one cannot hold belongs to another, which then resets the machine after a few minutes although its sibling is fed (lf-edge/eve issue 1909).',
  ),
  WD1023: code(
    'warning',
    'a healthy stop is cut off',
    'When systemd-shutdown takes over it sets RebootWatchdogSec once, waits up to DefaultTimeoutStopSec (90 s) for processes after SIGTERM and as long again after SIGKILL, and pets again only when it begins to unmount (systemd src/shutdown/shutdown.c). A shorter timeout resets machines that merely stop slowly; raspiblitz issue 4534 ended at 3 min by trial.',
  ),
  WD1024: code(
    'warning',
    "systemd's own reboot timeout does not suit the driver",
    'RebootWatchdogSec is 10min where nobody sets it (systemd 252 src/core/main.c:2423). Drivers that hold less refuse it, and the failure path closes and disarms the device (systemd issue 31662), or program a shorter time: bcm2835_wdt takes the seconds modulo 16, which makes 8 s of 10 min (linux 6.1 and 6.12 drivers/watchdog/bcm2835_wdt.c).',
  ),
  WD1025: code(
    'warning',
    'two watchdog drivers, one number',
    'The first driver to register becomes /dev/watchdog0 and /dev/watchdog. With a second one in the kernel the number can name either: systemd took the iTCO where the BMC was meant (systemd issue 26325), and boards reset after minutes because the other timer was never fed (lf-edge/eve issue 1909).',
  ),
  WD1026: code(
    'warning',
    'the deferred watchdog has no driver',
    'A board fragment that takes the driver out makes a deferral final without saying so: nothing can rehearse or soak what is not in the kernel. Drivers went missing like that in the field (home-assistant/operating-system PR 2678 and 2679, on purpose; armbian/build PR 1851, by a kernel upgrade).',
  ),
  WD1027: code(
    'error',
    'two feeders open the watchdog',
    'A watchdog device admits one process (linux 6.1 drivers/watchdog/watchdog_dev.c, EBUSY). The watchdog package beside RuntimeWatchdogSec, or watchdogd beside it, leaves to chance who feeds and with which timeout (RPi-Distro/repo issue 74). nixpkgs has no assertion against it.',
  ),
  WD1028: code(
    'warning',
    'timeout is too short for PID 1',
    'systemd opens the watchdog in main(), loads its units, and pets only when its main loop runs; on a small ARM board that took 2.5 s (systemd issue 27545). A daemon-reload is the same work again. Talos Linux refuses less than 10 s (WatchdogTimerConfig).',
  ),
  WD1029: code(
    'warning',
    'a shutdown stops the timer',
    'BusyBox init and SysV init end all processes with SIGTERM, and the BusyBox applet then writes "V" and exits (strace, BusyBox 1.35.0): the timer stops just before the part of a shutdown that hangs. Cameras stayed dead until they were power-cycled (themactep/thingino-firmware issue 1171). nowayout keeps the timer running.',
  ),
  WD1030: code(
    'warning',
    'kexec timer without a runtime timer',
    'KExecWatchdogSec= is to be set only together with RuntimeWatchdogSec=: where the kernel does not reset the timer on kexec, it runs on in the new one, and only a systemd with a runtime timeout opens and feeds it (systemd-system.conf(5); systemd PR 13111).',
  ),
  WD1031: code(
    'warning',
    'nowayout without a feeder',
    'With nowayout the first open starts a timer that nothing stops. That is meant for a fed watchdog; beside a deferred one it turns any tool that opens the node into a reset (sonic-net/sonic-buildimage issue 27644: opening the node to look at it arms it).',
  ),
  WD1032: code(
    'warning',
    'the driver ignores nowayout',
    'These drivers never call watchdog_set_nowayout, or declare the parameter and do not apply it: neither CONFIG_WATCHDOG_NOWAYOUT nor a parameter changes anything, only a write to sysfs does (read in linux 6.1.192 and 6.12.95, e.g. drivers/watchdog/qcom-wdt.c). The scripts of the BusyBox feeder write it; systemd does not.',
  ),
  WD1033: code(
    'note',
    'the pretimeout only writes a line',
    'The governor decides what happens at the pretimeout. noop logs a line that is lost with the reset; panic leaves a trace in pstore or kdump (linux 6.1 drivers/watchdog/Kconfig, WATCHDOG_PRETIMEOUT_DEFAULT_GOV; Debian builds noop).',
  ),
  WD1034: code(
    'warning',
    'systemd does not know the pretimeout',
    'RuntimeWatchdogPreSec= and RuntimeWatchdogPreGovernor= were added in version 251 (systemd-system.conf(5)). Older versions log an unknown key and go on without.',
  ),
  WD1035: code(
    'note',
    'nothing shows that this watchdog fires',
    'iTCO loads, takes its pets and never resets where firmware set NO_REBOOT or keeps the timer halted (Intel community topic 754812, an i3-7100; linux 6.1 drivers/watchdog/iTCO_wdt.c, "unable to reset NO_REBOOT flag"). Neither rehearsals nor soaks notice: only a reset that happened does. doctor --fire records one.',
  ),
  WD1036: code(
    'warning',
    'the emergency shell ends the rollback',
    "A file system that is missing, broken or slow brings up emergency.target. systemd runs, and pets, while a shell waits for a person (systemd issues 7063 and 20975). Neither the commit nor a reset ever comes. Unless image.emergency says otherwise, systemd's own behaviour is assumed. On NixOS systemd.enableEmergencyMode = false goes on with the boot instead, so that the checks decide.",
  ),
  WD1037: code(
    'error',
    'kernel argument undoes the recovery',
    "Arguments win over configuration: rootwait over rootdelay, watchdog.handle_boot_enabled over the kernel's build, systemd.watchdog_sec over system.conf (linux 6.1 Documentation/admin-guide/kernel-parameters.txt and drivers/watchdog/watchdog_dev.c:1298; systemd 252 src/core/main.c).",
  ),
  WD1038: code(
    'warning',
    'the kernel pets by itself',
    'The interrupt of tegra186-timer restarts the timer without being asked, so a dead feeder never causes a reset; fixed in Linux 6.16 (linux 6.1.192 and 6.12.95 drivers/clocksource/timer-tegra186.c).',
  ),
  WD1039: code(
    'warning',
    'the stop takes longer than the timer',
    'Under s6-rc the feeder goes down with the other services, by SIGKILL, so that the applet cannot disarm; from then on the timer counts (docs/decisions/0003). What is still to be stopped and unmounted has to be over before it fires.',
  ),
  WD1040: code(
    'warning',
    'nothing signals the pretimeout',
    'A pretimeout is signalled by the hardware, or where the hardware has none by a timer of the watchdog core (WATCHDOG_HRTIMER_PRETIMEOUT, which wdgen switches on with a pretimeout). With neither the kernel answers EOPNOTSUPP (linux 6.1 drivers/watchdog/watchdog_core.h, watchdog_have_pretimeout; watchdog_dev.c, watchdog_set_pretimeout). A timer of the kernel signals nothing when interrupts are off.',
  ),
} as const satisfies Record<string, CodeFacts>;
