import { type CodeFacts, code } from './facts.js';

/** What can be built for a target: WD02. */
export const planCodes = {
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
    'platform does not fit together',
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
    "The kernel's watchdog interface (WDIOC_SETTIMEOUT) counts in whole seconds; a fraction would be cut off silently. The programs that recover a network or a service count in whole seconds, too: BusyBox' sleep and timeout take nothing finer everywhere.",
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
  WD0211: code(
    'error',
    'rollback is incomplete',
    'A rollback that lacks one of its parts is worse than none: the machine counts down and has nowhere to go. Each scheme needs its slots, the place of its counters, what happens at the end, and one path that marks a slot good.',
  ),
  WD0212: code(
    'error',
    'rollback contradicts itself',
    'Two parts of the rollback name different things: a slot that is not defined, an environment that overlaps itself, a scheme without that part.',
  ),
  WD0213: code(
    'error',
    'network self-heal is incomplete',
    'Each kind of probe, guard and step needs something of its own, and what a probe proves has to be known: a reboot because a server is down helps nobody.',
  ),
  WD0214: code(
    'error',
    'network self-heal contradicts itself',
    'Two parts of the ladder do not fit together: a name that nothing has, a key that means nothing there, a probe that both decides and vetoes, a limit that limits nothing.',
  ),
  WD0215: code(
    'error',
    'interval cannot be kept',
    'A round that takes longer than the time to the next one never ends before it is due again (openwrt/packages issue 29318). crond starts things at minutes of the clock, so that a day must divide evenly into intervals.',
  ),
} as const satisfies Record<string, CodeFacts>;
