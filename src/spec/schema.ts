import * as z from 'zod/mini';
import { doctor } from './doctor-schema.js';
import { boot, image, silence } from './image-schema.js';
import { marked } from './kinds.js';
import { network } from './network-schema.js';
import {
  deferrable,
  described,
  duration,
  feederText,
  flagValue,
  formed,
  later,
  name,
  prose,
  setting,
} from './pieces.js';
import { retention } from './retention-schema.js';
import { rollback } from './rollback-schema.js';
import { alert, monitor, service as watchedService } from './service-schema.js';

/** Everything a spec may say, version 1. Strict: what is not listed here is refused. */

export const INITS = ['systemd', 's6-rc', 'busybox', 'sysv'] as const;
export const PLATFORMS = ['nixos', 'buildroot', 'systemd'] as const;

const service = z.strictObject({
  name: z.optional(described(name('service'), 'name of the feeder service; default watchdog-feeder')),
  after: z.optional(described(z.array(name('service')), 'services that must be up before the feeder starts')),
  bundle: z.optional(
    described(name('bundle'), 's6-rc bundle that starts the feeder at boot; default `default`'),
  ),
});

const watchdog = z.strictObject({
  device: z.optional(
    described(
      formed(
        'device node',
        'an absolute path of letters, digits and . _ / + -',
        '/dev/watchdog0',
        /^\/[A-Za-z0-9._/+-]+$/,
        255,
      ),
      'the node the feeder opens; default /dev/watchdog0',
    ),
  ),
  feeder: setting(
    feederText,
    '"systemd"',
    'the one process that opens the device and pets it: systemd, busybox, watchdogd or application:NAME',
  ),
  runtime: duration('30s', 'hardware timeout while the system runs; whole seconds'),
  pet: z.optional(
    duration('10s', 'how often the feeder pets; default a third of runtime. systemd decides itself'),
  ),
  reboot: z.optional(
    duration('10min', 'under systemd: RebootWatchdogSec, the limit for the last phase of a reboot'),
  ),
  kexec: z.optional(duration('5min', 'under systemd: KExecWatchdogSec, the limit for a kexec')),
  pretimeout: z.optional(duration('5s', 'systemd: RuntimeWatchdogPreSec, notice this long before the reset')),
  'pretimeout-governor': z.optional(
    described(
      z.enum(['panic', 'noop']),
      'what the kernel does at the pretimeout: panic (default), which leaves a trace, or noop, a line in the log',
    ),
  ),
  'open-timeout': z.optional(
    duration(
      '2min',
      'how long the kernel feeds a running dog before user space must have opened it; default for ever',
    ),
  ),
  nowayout: z.optional(setting(() => z.boolean(), 'true', 'closing the device never stops the timer')),
  service: z.optional(described(service, 'the feeder service, where wdgen writes one')),
  ...deferrable(),
});

const kernel = z.strictObject({
  version: z.optional(
    described(
      formed('kernel version', 'MAJOR.MINOR', '6.12', /^[0-9]+\.[0-9]+$/, 16),
      'kernel of the image, as MAJOR.MINOR',
    ),
  ),
  driver: z.optional(
    described(
      z.enum(['builtin', 'module']),
      'how the watchdog driver is built; default builtin, because a module may load after the feeder looked',
    ),
  ),
  flags: z.optional(
    described(
      z.record(
        marked({ kind: 'symbol' }, z.string().check(z.regex(/^(?!CONFIG_)[A-Z0-9][A-Za-z0-9_]{0,99}$/))),
        setting(
          flagValue,
          '"y"',
          'a Kconfig symbol without CONFIG_: "y", "m", "n", a number, "0x.." or text',
        ),
      ),
      'kernel flags of your own, beside those that follow from the driver',
    ),
  ),
  ...deferrable(),
});

const release = formed('NixOS release', 'YEAR.MONTH', '25.11', /^[0-9]{2}\.(05|11)$/, 5);

/** Whether a text names a NixOS release. */
export function isRelease(text: string): boolean {
  return release.safeParse(text).success;
}

/** One target. */
export const targetSchema = z.strictObject({
  description: z.optional(described(prose(), 'what this machine is, for the runbook')),
  board: described(name('board'), 'the board, as `wdgen init --list-boards` lists them'),
  platform: described(
    z.enum(PLATFORMS),
    'what builds the image: nixos, buildroot, or a plain systemd distribution',
  ),
  release: z.optional(described(release, 'the NixOS release; decides option names')),
  init: z.optional(described(z.enum(INITS), 'the init system of a Buildroot image')),
  kernel: z.optional(described(kernel, 'the kernel of the image')),
  watchdog: described(watchdog, 'the hardware watchdog: who feeds it, and its times'),
  rollback: z.optional(
    later(rollback, 'what boots when a new image does not: slots, tries, and who marks them good'),
  ),
  network: z.optional(later(network, 'network self-heal: probes, and a ladder of steps while they fail')),
  service: z.optional(
    later(
      () => z.record(name('service'), watchedService()),
      'services that systemd watches by their heartbeat',
    ),
  ),
  monitor: z.optional(
    later(
      () => z.record(name('monitor'), monitor()),
      'processes that are looked for, and restarted when gone',
    ),
  ),
  alert: z.optional(later(() => z.record(name('alert'), alert()), 'webhooks that are told')),
  retention: z.optional(
    later(() => z.record(name('retention'), retention()), 'directories that are kept from growing'),
  ),
  doctor: z.optional(
    later(doctor, 'what wdgen-doctor on the device reads besides watchdog, slots and self-heal'),
  ),
  boot: z.optional(later(boot, 'how long a start takes at worst; what is not written is assumed')),
  image: z.optional(later(image, 'further facts about the image, for the rules')),
  silence: z.optional(later(silence, 'rules that are silenced for this target, each with the reason')),
});

const targets = described(z.record(name('target'), targetSchema), 'one image for one board, by name');

/** A pattern of `include`. */
export const includePattern = formed(
  'include pattern',
  'a path below this file, without .., that ends in .toml; * stands for a part of a name',
  'targets/*.toml',
  /^(?!\/)(?!.*(^|\/)\.\.(\/|$))[A-Za-z0-9._*/ -]+\.toml$/,
  255,
);

/** What the root file may hold. */
export const rootSchema = z.strictObject({
  schema: described(z.literal(1), 'version of this format'),
  include: z.optional(
    described(
      z.array(includePattern),
      'further files with targets, relative to this one; `*` matches within a file name',
    ),
  ),
  target: z.optional(targets),
});

/** What an included file may hold. */
export const includedSchema = z.strictObject({
  schema: z.optional(described(z.literal(1), 'version of this format')),
  target: described(z.record(name('target'), targetSchema), 'one image for one board, by name'),
});

export type TargetSpec = z.infer<typeof targetSchema>;
export type RollbackSpec = z.infer<ReturnType<typeof rollback>>;
export type NetworkSpec = z.infer<ReturnType<typeof network>>;
export type ServiceSpec = z.infer<ReturnType<typeof watchedService>>;
export type MonitorSpec = z.infer<ReturnType<typeof monitor>>;
export type AlertSpec = z.infer<ReturnType<typeof alert>>;
export type RetentionSpec = z.infer<ReturnType<typeof retention>>;
export type DoctorSpec = z.infer<ReturnType<typeof doctor>>;
export type DeferralSpec = NonNullable<z.infer<typeof watchdog>['deferral']>;
