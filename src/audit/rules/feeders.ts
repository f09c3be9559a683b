import { formatDuration, sayDuration } from '../../core/duration.js';
import type { Feeder } from '../../plan/types.js';
import { sayPlace } from '../place.js';
import { type FoundFeeder, nodeOf } from '../read/feeders.js';
import type { AuditFinding, AuditRule, Expected } from './types.js';

const isOn = ({ on }: FoundFeeder) => on !== undefined;

/** Whether a found feeder is the one that the plan wants. */
function isPlanned(feeder: FoundFeeder, wanted: Feeder | null): boolean {
  return wanted !== null && feeder.kind === wanted.kind;
}

/** Whether wdgen wrote the line that makes it a feeder. */
function isGenerated({ place }: FoundFeeder, expected: Expected | null): boolean {
  return (expected?.artefacts ?? []).some(
    ({ path }) => path.startsWith('rootfs/') && place.in.file.endsWith(path.slice('rootfs'.length)),
  );
}

/** One process opens each device. */
export const twoFeeders: AuditRule = {
  code: 'WD1220',
  check: ({ found: { feeders }, expected }) => {
    const on = feeders.filter(isOn);
    const devices = [...new Set(on.map(({ device }) => device))];
    return devices.flatMap((device): AuditFinding[] => {
      const own = on.filter((feeder) => feeder.device === device);
      const wanted = expected === null ? null : today(expected);
      const planned = own.filter((feeder) => isPlanned(feeder, wanted));
      const keep = planned.find((feeder) => isGenerated(feeder, expected)) ?? planned[0] ?? own[0];
      return own
        .filter((feeder) => feeder !== keep)
        .map((feeder) => ({
          place: feeder.place,
          detail: `${feeder.name} opens ${device}, and so does ${keep?.name} (${keep === undefined ? '' : sayPlace(keep.place)}). One of them gets EBUSY and fails, or fails quietly; which timeout holds depends on who was first.`,
          help: `keep one: take ${feeder.name} out, or ${keep?.name}`,
          also: keep === undefined ? [] : [{ message: `${keep.name} feeds here`, place: keep.place }],
        }));
    });
  },
};

/** The feeder of today; null when the plan arms nothing. */
function today({ plan: { watchdog } }: Expected): Feeder | null {
  return watchdog.armed ? watchdog.feeder.active : null;
}

/** The plan's feeder is there. An application opens the device in its own code, which nobody can read. */
export const noFeeder: AuditRule = {
  code: 'WD1221',
  check: ({ found, expected }) => {
    const wanted = expected === null ? null : today(expected);
    if (wanted === null || wanted.kind === 'application' || found.feeders.some(isOn)) return [];
    if (!found.hasTree && found.nix === null) return [];
    const off = found.feeders.find((feeder) => isPlanned(feeder, wanted));
    const place = off?.place ?? found.manager.at(-1)?.place ?? topOf(found);
    return [
      {
        place,
        detail: `The plan's feeder is ${wanted.kind}; ${off === undefined ? 'nothing in the image is one' : 'it is in the image, and nothing starts it'}.`,
        help: 'copy the generated files of the feeder into the image, and see that init reads them',
      },
    ];
  },
};

function topOf({ tree, init, nix }: Parameters<AuditRule['check']>[0]['found']) {
  const path = init === 'systemd' ? '/etc/systemd/system.conf' : '/etc/inittab';
  if (nix !== null && tree.find('/etc') === undefined) return nix.place(['systemd', 'settings']);
  return { in: tree.text(path) ?? { file: tree.label(path), text: '' }, line: 1 };
}

/** Who feeds, which device and with which timeout, is what the plan says. */
export const otherFeeder: AuditRule = {
  code: 'WD1222',
  check: ({ found, expected }) => {
    if (expected === null) return [];
    const { watchdog } = expected.plan;
    const wanted = today(expected);
    const on = found.feeders.filter(isOn);
    if (wanted === null)
      return on.map((feeder) => ({
        place: feeder.place,
        detail: `${feeder.name} feeds ${feeder.device}: the watchdog is armed. In the plan it is not${watchdog.deferral === null ? '' : ` (deferred: ${watchdog.deferral.reason})`}.`,
        help: `take it out, or enable it in the spec: wdgen enable --target ${expected.plan.name}`,
      }));
    const own = on.find((feeder) => isPlanned(feeder, wanted));
    if (own === undefined)
      return on.slice(0, 1).map((feeder) => ({
        place: feeder.place,
        detail: `${feeder.name} feeds ${feeder.device}; the plan's feeder is ${wanted.kind}.`,
        help: 'take it out, and copy the generated feeder into the image',
      }));
    return differs(own, watchdog.device, watchdog.runtimeMs.active);
  },
};

function differs(own: FoundFeeder, device: string, runtimeMs: number | null): readonly AuditFinding[] {
  const wrongDevice = own.device !== nodeOf(device);
  const wrongTime = own.timeoutMs !== null && runtimeMs !== null && own.timeoutMs !== runtimeMs;
  if (!wrongDevice && !wrongTime) return [];
  const now = wrongDevice ? own.device : `a timeout of ${sayDuration(own.timeoutMs ?? 0)}`;
  const plan = wrongDevice ? device : formatDuration(runtimeMs ?? 0);
  return [
    {
      place: own.place,
      detail: `${own.name} has ${now}; the plan says ${plan}.`,
      help: 'change it here or in the spec, so that both say the same',
    },
  ];
}

/** What a driver does with a timeout above its limit; null where that is harmless. As in WD1001. */
const ABOVE = {
  einval: 'refuses it: the machine runs without a watchdog, or with the timeout of the driver',
  'core-keepalive': null,
  'core-keepalive-buggy': 'programs a shorter time by mistake and resets a healthy machine',
  'clamped-and-reported': 'uses its maximum instead',
  wraps: 'overflows to a shorter time and resets a healthy machine',
  eopnotsupp: null,
} as const;

export const timeoutNotHeld: AuditRule = {
  code: 'WD1223',
  check: ({ found: { feeders }, driver }) =>
    feeders.filter(isOn).flatMap((feeder): AuditFinding[] => {
      const does = driver === null ? null : ABOVE[driver.overMax];
      if (driver === null || driver.maxMs === null || does === null) return [];
      if (feeder.timeoutMs === null || feeder.timeoutMs <= driver.maxMs) return [];
      return [
        {
          place: feeder.place,
          detail: `${feeder.name} asks for ${sayDuration(feeder.timeoutMs)}. ${driver.id} holds at most ${sayDuration(driver.maxMs)}, and ${does}.`,
          help: `ask for at most ${Math.floor(driver.maxMs / 1000)}s`,
        },
      ];
    }),
};

export const pettedLate: AuditRule = {
  code: 'WD1224',
  check: ({ found: { feeders } }) =>
    feeders.filter(isOn).flatMap((feeder): AuditFinding[] => {
      const { timeoutMs, petMs } = feeder;
      if (timeoutMs === null || petMs === null || petMs * 2 <= timeoutMs) return [];
      const hopeless = petMs >= timeoutMs;
      return [
        {
          place: feeder.place,
          ...(hopeless ? {} : { severity: 'warning' as const }),
          detail: hopeless
            ? `${feeder.name} pets every ${sayDuration(petMs)}, never in time for a timeout of ${sayDuration(timeoutMs)}: the machine resets for ever.`
            : `${feeder.name} pets every ${sayDuration(petMs)}: one late pet, and a timeout of ${sayDuration(timeoutMs)} resets a healthy machine.`,
          help: `pet every ${sayDuration(Math.max(1000, Math.floor(timeoutMs / 3000) * 1000))}, a third of the timeout`,
        },
      ];
    }),
};
