import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { artefactsOf } from '../../backends/index.js';
import type { Artefact, BackendId } from '../../backends/types.js';
import type { ServicePlan, TargetPlan } from '../../plan/types.js';
import type { BootOrder } from '../types.js';
import type { Put } from './pc-archive.js';
import type { PcModule } from './pc-driver.js';
import { sayStage } from './pc-stages.js';

/** What goes into the machine's root, and what of it is not the target's. */
export interface Laid {
  readonly base: 'small' | 'systemd';
  readonly files: readonly Put[];
  /** What the harness added or took away, each in a few words. */
  readonly added: readonly string[];
}

/** The generated files of the image byte for byte, and what an emulator needs beside them. */
export function lay({ plan, artefacts, options }: BootOrder, modules: readonly PcModule[]): Laid {
  const { init } = plan.platform;
  const inImage = kept(imageFiles(plan, artefacts), options.broken);
  const generated = inImage.map(({ path, text, mode }) => ({
    path: path.slice('rootfs'.length),
    text,
    mode,
  }));
  const loaded = options.broken === 'no-driver' ? [] : modules;
  const start = [
    SHELL,
    ...moduleFiles(loaded),
    startScript(loaded, init === 'systemd' ? '/sbin/init' : '/lab/init'),
  ];
  const own =
    init === 'systemd' ? systemdFiles(plan) : smallFiles(plan, inImage, kept(artefacts, options.broken));
  return {
    base: init === 'systemd' ? 'systemd' : 'small',
    files: [...generated, ...start, ...own.files, ...disarming(plan, options.broken)],
    added: [...ALWAYS_ADDED, ...own.added, ...brokenWords(plan, options.broken)],
  };
}

const ALWAYS_ADDED = [
  "Debian's kernel, and an initramfs that loads the watchdog's driver and starts init",
  'a root shell on the second serial line',
];

/**
 * What lands in the image. A NixOS module cannot be evaluated here: the systemd backend writes the same plan's files
 * for a plain systemd.
 */
function imageFiles(plan: TargetPlan, artefacts: readonly Artefact[]): readonly Artefact[] {
  const files =
    plan.platform.kind === 'nixos'
      ? artefactsOf({ ...plan, platform: { kind: 'systemd', init: 'systemd' } })
      : artefacts;
  return files.filter(({ path }) => path.startsWith('rootfs/'));
}

/** Backends whose files make something feed the watchdog. */
const FEEDING: ReadonlySet<BackendId> = new Set(['systemd', 's6-rc', 'busybox', 'watchdogd', 'application']);

function kept(files: readonly Artefact[], broken: BootOrder['options']['broken']): readonly Artefact[] {
  if (broken === 'no-feeder') return files.filter(({ backend }) => !FEEDING.has(backend));
  if (broken === 'disarming-feeder') return files.filter(({ path }) => basename(path) !== 'down-signal');
  return files;
}

/** A feeder that gets SIGTERM at its end writes the V that stops the timer. */
function disarming(
  { platform, watchdog }: TargetPlan,
  broken: BootOrder['options']['broken'],
): readonly Put[] {
  if (broken !== 'disarming-feeder' || platform.init !== 'systemd') return [];
  const path = `/etc/systemd/system/${watchdog.service.name}.service.d/lab.conf`;
  return [{ path, text: '[Service]\nKillSignal=SIGTERM\n' }];
}

function brokenWords({ watchdog }: TargetPlan, broken: BootOrder['options']['broken']): readonly string[] {
  if (broken === undefined) return [];
  return {
    'no-root': ['broken on purpose: there is no root file system'],
    'no-driver': ['broken on purpose: no driver of the watchdog is loaded'],
    'no-feeder': ['broken on purpose: what feeds the watchdog is left out'],
    'disarming-feeder': [`broken on purpose: ${watchdog.service.name} is ended with SIGTERM`],
  }[broken].map(String);
}

const SHELL: Put = {
  path: '/lab/shell',
  mode: 0o755,
  text: '#!/bin/sh\nstty -echo -icanon -onlcr\necho LAB READY\nwhile IFS= read -r line; do eval "$line"; done\n',
};

function moduleFiles(modules: readonly PcModule[]): readonly Put[] {
  return modules.map(({ file }) => ({ path: `/lab/modules/${basename(file)}`, text: readFileSync(file) }));
}

/** The first process: it has everything mounted and loaded before the target's init starts. */
function startScript(modules: readonly PcModule[], init: string): Put {
  const lines = [
    '#!/bin/busybox sh',
    '/bin/busybox mount -t proc proc /proc',
    '/bin/busybox mount -t sysfs sys /sys',
    '/bin/busybox mount -t devtmpfs dev /dev',
    sayStage('kernel'),
    ...modules.map(({ file, options }) =>
      `/bin/busybox insmod /lab/modules/${basename(file)} ${options}`.trim(),
    ),
    ...(init === '/lab/init' ? ['/bin/busybox --install -s'] : []),
    sayStage('initrd'),
    `exec ${init}`,
  ];
  return { path: '/init', mode: 0o755, text: `${lines.join('\n')}\n` };
}

interface Own {
  readonly files: readonly Put[];
  readonly added: readonly string[];
}

function systemdFiles({ services }: TargetPlan): Own {
  const shell: readonly Put[] = [
    {
      path: '/etc/systemd/system/lab-shell.service',
      text: '[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/lab/shell\nStandardInput=tty-force\nStandardOutput=tty\nStandardError=tty\nTTYPath=/dev/ttyS1\n',
    },
    // Without udev the line of a login prompt never shows up as a device; with an id it is not a first boot.
    { path: '/etc/systemd/system/serial-getty@ttyS0.service', link: '/dev/null' },
    { path: '/etc/machine-id', text: '5eed5eed5eed5eed5eed5eed5eed5eed\n' },
    { path: '/etc/systemd/system/sysinit.target.d/lab.conf', text: '[Unit]\nWants=lab-shell.service\n' },
  ];
  const played = services.filter(({ state, watchdogMs }) => state === 'active' && watchdogMs !== null);
  return {
    files: [...shell, ...played.flatMap(playedService)],
    added: [
      "Debian's systemd and its user space, in memory, without udev and a login prompt",
      ...played.map(
        ({ unit }) => `a program in the place of that of ${unit}: it sends READY=1, then WATCHDOG=1`,
      ),
    ],
  };
}

/**
 * A program that notifies as the service's own would; it stands where the unit looks for it. Perl, because
 * systemd-notify is a process of its own, which `NotifyAccess=main` refuses unless it is root's.
 */
function playedService({ unit, whole, watchdogMs, heartbeatMs }: ServicePlan): readonly Put[] {
  const every = Math.min(heartbeatMs ?? Number.MAX_SAFE_INTEGER, (watchdogMs ?? 2000) / 2) / 1000;
  const program: Put = {
    path: whole?.command[0] ?? `/lab/${unit}.program`,
    mode: 0o755,
    text: `#!/usr/bin/perl
use IO::Socket::UNIX;
my $to = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Peer => $ENV{NOTIFY_SOCKET}) or die;
$to->send("READY=1");
while (1) { $to->send("WATCHDOG=1"); select(undef, undef, undef, ${every}); }
`,
  };
  if (whole !== null) return [program];
  const text = `[Service]\nType=notify\nExecStart=${program.path}\n`;
  const wants = `[Unit]\nWants=${unit}\n`;
  return [
    program,
    { path: `/usr/lib/systemd/system/${unit}`, text },
    { path: '/etc/systemd/system/multi-user.target.d/lab.conf', text: wants },
  ];
}

/** BusyBox init, which also runs s6's supervisor where s6 is PID 1's child on the target. */
function smallFiles(
  { platform: { init } }: TargetPlan,
  inImage: readonly Artefact[],
  all: readonly Artefact[],
): Own {
  const longruns = inImage.flatMap(({ path, text }) => {
    const name = /^rootfs\/etc\/s6-rc\/source\/([^/]+)\/type$/.exec(path)?.[1];
    return name !== undefined && text.trim() === 'longrun' ? [name] : [];
  });
  const fragments = all.filter(({ path }) => /^buildroot\/inittab.*\.fragment$/.test(path));
  const inittab = [
    '::sysinit:/lab/rcS',
    'ttyS1::respawn:/lab/shell',
    ...(init === 's6-rc' ? ['::respawn:/usr/bin/s6-svscan /run/service'] : []),
    ...fragments.map(({ text }) => text),
  ];
  return {
    files: [
      { path: '/lab/init', link: '/bin/busybox' },
      { path: '/lab/rcS', mode: 0o755, text: sysinit(longruns) },
      { path: '/etc/inittab', text: `${inittab.join('\n')}\n` },
    ],
    added:
      init === 's6-rc' ? S6_ADDED : [`BusyBox init with an inittab that runs /etc/init.d/S* and the shell`],
  };
}

const S6_ADDED = [
  "BusyBox init, which runs Debian's s6-svscan",
  'the service directories of the generated longruns, copied as s6-rc-compile does: Debian has no s6-rc, so dependencies are not honoured',
];

function sysinit(longruns: readonly string[]): string {
  const lines = [
    '#!/bin/sh',
    'mount -t tmpfs tmp /run',
    'mkdir -p /dev/pts /run/lock /run/service /var/run',
    'mount -t devpts pts /dev/pts',
    ...longruns.map((name) => `cp -r /etc/s6-rc/source/${name} /run/service/${name}`),
    'for script in /etc/init.d/S??*; do [ ! -x "$script" ] || "$script" start; done',
  ];
  return `${lines.join('\n')}\n`;
}
