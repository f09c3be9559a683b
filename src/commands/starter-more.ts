import { tomlKey } from '../backends/quote/toml.js';
import type { Starter } from './starter.js';

/** A table that the starter shows and does not set: why one would want it, and its lines. */
interface Block {
  readonly about: readonly string[];
  readonly lines: readonly string[];
}

/** How a block says that nothing of it is enforced yet. */
const DEFERRED = [
  'state = "deferred"',
  'deferral = { reason = "not tried on this machine yet", gate = ["approval"] }',
] as const;

/**
 * The tables beside the watchdog that fit the platform, commented out. A line that begins with `#` and no blank is TOML:
 * without that `#` it is valid.
 */
export function moreTables(starter: Starter): string[] {
  const table = `target.${tomlKey(starter.name)}`;
  const blocks = [rollback, network, service, monitor, retention, doctor].flatMap(
    (block) => block(table, starter) ?? [],
  );
  return [
    '',
    '# What wdgen can do besides. To use a block, take away the # before its lines and put your own',
    '# names in. `wdgen schema` and docs/spec.md have every key.',
    ...blocks.flatMap(({ about, lines }) => [
      '',
      ...about.map((line) => `# ${line}`),
      ...lines.map((line) => (line === '' ? '' : `#${line}`)),
    ]),
  ];
}

/** Whether systemd runs the services of the image. */
export function bySystemd({ platform, init }: Starter): boolean {
  return platform !== 'buildroot' || init === 'systemd';
}

/** Whole for PCs only: what U-Boot counts is about partitions and an environment that nobody can guess. */
function rollback(table: string, starter: Starter): Block {
  const about = ['What boots when a new image does not: after 3 boots that nobody marked good, the old one.'];
  if (starter.board.arch !== 'x86' || !bySystemd(starter))
    return {
      about: [...about, `[${table}.rollback] wants slots and counters: see docs/spec.md.`],
      lines: [],
    };
  return {
    about,
    lines: [
      `[${table}.rollback]`,
      ...DEFERRED,
      'scheme = "systemd-boot"',
      'order = ["A", "B"]',
      'exhausted = "stay-degraded"',
      'tries = 3',
      '',
      `[${table}.rollback.commit]`,
      'checks = ["unit:multi-user.target", "unit:my-service.service"]',
      'timeout = "2min"',
    ],
  };
}

function network(table: string): Block {
  return {
    about: ['A machine that nobody can reach: look every 10 minutes, and try steps, gentlest first.'],
    lines: [
      `[${table}.network]`,
      ...DEFERRED,
      'interface = "eth0"',
      'every = "10min"',
      'healthy = ["link"]',
      'steps = ["bounce"]',
      '',
      `[${table}.network.probe.link]`,
      'kind = "carrier"',
      '',
      `[${table}.network.step.bounce]`,
      'do = "bounce"',
    ],
  };
}

function service(table: string, starter: Starter): Block | undefined {
  if (!bySystemd(starter)) return undefined;
  return {
    about: ['A service of your own that sends heartbeats (sd_notify): one that stalls is restarted.'],
    lines: [`[${table}.service.my-service]`, ...DEFERRED, 'watchdog = "30s"', 'restart = "on-failure"'],
  };
}

function monitor(table: string, starter: Starter): Block {
  return {
    about: ['A process that sends none: one that is gone is restarted. One that hangs is not seen.'],
    lines: [
      `[${table}.monitor.my-service]`,
      ...DEFERRED,
      'process = "my-service"',
      ...restarts(starter),
      'every = "1min"',
      'restarts-per-hour = 6',
    ],
  };
}

/** By whom a service is restarted: the image's init. */
function restarts(starter: Starter): string[] {
  if (bySystemd(starter)) return ['restart = "my-service.service"'];
  if (starter.init === 's6-rc') return ['restart = "my-service"'];
  return ['restart = "S50my-service"', 'manager = "sysv"'];
}

function retention(table: string): Block {
  return {
    about: ['A directory that must not fill the disk.'],
    lines: [
      `[${table}.retention.spool]`,
      ...DEFERRED,
      'path = "/var/spool/my-service"',
      'keep = "30d"',
      'every = "1h"',
    ],
  };
}

function doctor(table: string, starter: Starter): Block {
  const [log, fix] = bySystemd(starter)
    ? ['unit = "my-service.service"', 'systemctl restart my-service']
    : ['file = "/var/log/messages"', 'reboot'];
  return {
    about: ['wdgen-doctor on the device: what the log of a service says, and what mends it.'],
    lines: [
      `[${table}.doctor.journal.my-service]`,
      log,
      'window = "10min"',
      'order = ["refused"]',
      '',
      `[${table}.doctor.journal.my-service.pattern.refused]`,
      'match = "connection refused"',
      'colour = "yellow"',
      'says = "%n connection(s) refused"',
      `fix = "${fix}"`,
    ],
  };
}
