import type { Severity } from './diagnostic.js';

/** What is fixed about a diagnostic: the summary never contains user data, so that it can be searched for. */
export interface CodeFacts {
  readonly severity: Severity;
  readonly summary: string;
  /** For `wdgen explain CODE`: why this is checked and where the knowledge comes from. */
  readonly explanation: string;
}

function code(severity: Severity, summary: string, explanation: string): CodeFacts {
  return { severity, summary, explanation };
}

/** Every code there is. WD00 reading, WD01 spec, WD02 plan, WD05 output, WD06 usage, WD09 machine, WD1 rules. */
export const codes = {
  WD0001: code(
    'error',
    'spec cannot be read',
    'The spec file or a file it includes does not exist or cannot be opened.',
  ),
  WD0002: code(
    'error',
    'not valid UTF-8',
    'TOML is UTF-8 by definition. A file in another encoding would be misread silently, so wdgen decodes strictly.',
  ),
  WD0003: code('error', 'TOML syntax error', 'The file is not TOML 1.0. https://toml.io/en/v1.0.0'),
  WD0004: code(
    'error',
    "not supported by wdgen's TOML reader",
    'The document is read by two parsers that must agree. One of them refuses it: mostly dates, times or numbers in unusual forms. wdgen specs need none of those; write dates as strings.',
  ),
  WD0005: code(
    'error',
    'include does not work',
    'include lists files or globs (`*` inside one path component) relative to the root spec. Included files cannot include others, and a pattern that matches nothing is an error, because a silently missing target would be missing in the image.',
  ),
  WD0006: code(
    'error',
    'target is defined twice',
    'A target belongs to exactly one file, so that enable and defer know what to edit.',
  ),
  WD0007: code(
    'error',
    'spec is too large',
    'Limits on size and nesting keep a damaged or hostile file from hanging the build.',
  ),

  WD0101: code(
    'error',
    'unknown key',
    'A mistyped key would silently configure nothing, so every key must be known.',
  ),
  WD0102: code('error', 'missing key', 'A value that has no safe default must be written.'),
  WD0103: code(
    'error',
    'setting without a state',
    'A setting always says whether it is enforced: { active = X }, { deferred = X }, { active = X, deferred = Y } or { forbidden = "reason" }. A bare value leaves open whether the image enforces it.',
  ),
  WD0104: code(
    'error',
    'contradictory states',
    'A forbidden setting can be neither active nor deferred, and a deferred value equal to the active one has nothing to wait for.',
  ),
  WD0105: code('error', 'wrong type', 'The value has another type than the key takes.'),
  WD0106: code(
    'error',
    'not a duration',
    'Durations are text with a unit: "500ms", "30s", "10min", "1h", "3d". A bare number is refused because tools disagree about its unit: systemd takes seconds, s6 milliseconds, BusyBox seconds. "1m" is refused because it reads as minute and as month.',
  ),
  WD0107: code('error', 'unknown word', 'The key takes one of a fixed set of words.'),
  WD0108: code(
    'error',
    'unusable name',
    'Names become file, unit and service names, so they are kept to lower-case letters, digits, dot, dash and underscore, start with a letter or digit and have at most 64 characters.',
  ),
  WD0109: code('error', 'unsupported schema version', 'wdgen reads schema 1.'),
  WD0110: code(
    'error',
    'deferred without a deferral',
    'What is deferred must say why and what lifts it. Otherwise nobody dares to lift it later.',
  ),
  WD0111: code(
    'warning',
    'deferral without a deferred setting',
    'Nothing in this table is deferred, so the reason and the gate speak about nothing.',
  ),
  WD0112: code('error', 'unknown gate', 'A gate is rehearsal, boots:N, fired, soak:DURATION or approval.'),
  WD0113: code(
    'error',
    'unprintable character in text',
    'Control characters and Unicode direction marks in a value can hide what a generated script really says.',
  ),
  WD0114: code('error', 'value out of range', 'The value has the right type and cannot be meant.'),

  WD0201: code(
    'error',
    'unknown board',
    'The board decides driver, limits and kernel options, so it must be one that the catalogue knows.',
  ),
  WD0202: code(
    'error',
    'board has no watchdog driver',
    'No mainline driver serves a hardware watchdog on this board.',
  ),
  WD0203: code(
    'error',
    'platform is incomplete',
    'The platform decides which files are generated; NixOS needs its release, Buildroot its init system.',
  ),
  WD0204: code(
    'error',
    'setting has no effect here',
    'The feeder or platform of this target has no way to carry the value out. Leaving it silently out would make the spec say something the image does not do.',
  ),
  WD0205: code(
    'error',
    'timeout is active, but nothing feeds',
    'An active runtime timeout needs an active feeder: a timer that runs and is not fed resets the machine for ever.',
  ),
  WD0206: code(
    'error',
    'kernel flag contradicts the watchdog',
    'The flag would remove or break what the watchdog of this target needs.',
  ),
  WD0207: code('error', 'no such target', 'The spec has no target of that name.'),
  WD0208: code(
    'error',
    'not in whole seconds',
    "The kernel's watchdog interface (WDIOC_SETTIMEOUT) counts in whole seconds; a fraction would be cut off silently.",
  ),
  WD0209: code(
    'error',
    'feeder does not fit the platform',
    'The feeder cannot run under this platform or init system.',
  ),
  WD0210: code(
    'error',
    'driver is too new for the kernel',
    'The named kernel version does not have the driver of this board.',
  ),

  WD0501: code(
    'error',
    'changed by hand',
    'The file differs from what wdgen wrote. It is not overwritten, so that nothing is lost: move the change into the spec, or run with --force to drop it.',
  ),
  WD0502: code(
    'error',
    'in the way',
    'Something that wdgen did not write stands where a generated file belongs. It is never touched.',
  ),
  WD0503: code(
    'error',
    'manifest is damaged',
    'Without its manifest wdgen cannot tell its own files from yours, so it changes nothing here without --force.',
  ),
  WD0504: code(
    'warning',
    'target is not in the spec',
    'The folder was generated for a target that the spec no longer has. An image built from it would follow rules that nobody maintains.',
  ),
  WD0505: code('warning', 'stale', 'The tree on disk is not what the spec asks for. Run wdgen generate.'),
  WD0506: code(
    'error',
    'refused by a real tool',
    'A validator of the ecosystem itself refuses the generated file.',
  ),

  WD0601: code('error', 'usage', 'The command line could not be understood.'),
  WD0602: code(
    'error',
    'nothing to explain',
    'explain takes a diagnostic code (WD1001) or a path into the plan (rock64.watchdog.runtime).',
  ),
  WD0603: code('error', 'file exists already', 'wdgen never overwrites a spec.'),

  WD0901: code(
    'error',
    'file system error',
    'The machine refused to read or write. Nothing is left half-written.',
  ),
  WD0902: code(
    'error',
    'another run holds the lock',
    'Two runs at once could mix their output, so the second one waits for a moment and then gives up.',
  ),
  WD0903: code('error', 'tool is missing', 'A tool this command needs is not installed.'),
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

export type DiagnosticCode = keyof typeof codes;
