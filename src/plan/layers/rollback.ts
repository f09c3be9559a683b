import type { RollbackSpec } from '../../spec/schema.js';
import { complain, fromSpec, type Notes, origin, specPath } from '../notes.js';
import type { Bootable, PlatformPlan, RollbackPlan, RollbackScheme, SlotPlan } from '../types.js';
import { resolveCommit } from './commit.js';
import { resolveEnvironment } from './environment.js';
import { readPartition, SCHEMES } from './rollback-schemes.js';
import { resolveDeferral, toMs } from './watchdog.js';

/** Boot-count rollback; null when the spec has none, or after a complaint. */
export function resolveRollback(notes: Notes, platform: PlatformPlan): RollbackPlan | null {
  const written = notes.target.value.rollback;
  fromSpec(notes, ['rollback'], ['rollback'], 'no rollback', written !== undefined);
  if (written === undefined || written.scheme === 'none') return null;
  const { scheme } = written;
  checkParts(notes, written, scheme, platform);
  checkUbootAge(notes, written, scheme);
  const slots = resolveSlots(notes, written, scheme);
  const environment = SCHEMES[scheme].environment ? resolveEnvironment(notes, written) : null;
  const recovery = resolveRecovery(notes, written, scheme);
  const commit = resolveCommit(notes, written, platform);
  const { exhausted, tries } = written;
  if (slots === undefined || commit === undefined || exhausted === undefined || tries === undefined)
    return null;
  recordOrigins(notes, written);
  return {
    state: written.state,
    scheme,
    ubootVersion: versionOf(written.uboot),
    slots,
    tries,
    exhausted,
    recovery,
    panicMs: toMs(written.panic ?? '10s'),
    rootDelayMs: toMs(written['root-delay'] ?? '10s'),
    bootargs: written.bootargs?.split(' ') ?? [],
    environment: environment ?? null,
    commit,
    deferral: resolveDeferral(notes, ['rollback'], written.deferral),
  };
}

function versionOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text.replace('.', ''));
}

/** U-Boot that has the scheme at all: BOOTMETH_RAUC came with v2025.10 (boot/bootmeth_rauc.c). */
function checkUbootAge(notes: Notes, { uboot }: RollbackSpec, scheme: RollbackScheme): void {
  const version = versionOf(uboot);
  if (scheme !== 'rauc-bootmeth' || version === null || version >= 202510) return;
  complain(notes, 'WD0212', ['rollback', 'uboot'], {
    detail: `BOOTMETH_RAUC came with U-Boot 2025.10; this one is ${uboot}.`,
    help: 'use scheme = "rauc-uboot"',
  });
}

/** What every scheme needs and this spec lacks. */
function checkParts(
  notes: Notes,
  written: RollbackSpec,
  scheme: RollbackScheme,
  platform: PlatformPlan,
): void {
  const { misfit, environment, uboot } = SCHEMES[scheme];
  const reason = misfit(platform);
  if (reason !== undefined) complain(notes, 'WD0212', ['rollback', 'scheme'], { detail: reason });
  const needed = [
    ['order', 'order = ["A", "B"]', 'the slots, in the order in which they are tried'],
    ['tries', 'tries = 3', 'how many boots a slot gets'],
    [
      'exhausted',
      'exhausted = "refill-once", "recovery" or "stay-degraded"',
      'what happens when every slot is used up; without it the machine could reset for ever',
    ],
    [
      'commit',
      '[..rollback.commit] with checks and timeout',
      'the one path that marks a slot good; without it every slot is used up in the end',
    ],
    ...(environment
      ? [
          [
            'environment',
            '[..rollback.environment] with medium, device, size',
            'where the counters are kept',
          ] as const,
        ]
      : []),
    ...(uboot
      ? [['uboot', 'uboot = "2025.10"', "U-Boot's version, which decides its option's names"] as const]
      : []),
  ] as const;
  for (const [key, help, why] of needed) {
    if (written[key as keyof RollbackSpec] !== undefined) continue;
    complain(notes, 'WD0211', ['rollback', key], { detail: `It does not say ${why}.`, help: `add: ${help}` });
  }
}

function resolveSlots(
  notes: Notes,
  { order = [], slot: slots = {} }: RollbackSpec,
  scheme: RollbackScheme,
): SlotPlan[] | undefined {
  for (const name of Object.keys(slots).filter((one) => !order.includes(one))) {
    complain(notes, 'WD0212', ['rollback', 'slot', name], {
      detail: `Slot ${name} is not in \`order\`, so nothing ever boots it.`,
      help: 'add it to `order`, or remove it',
    });
  }
  if (order.includes('recovery')) {
    complain(notes, 'WD0212', ['rollback', 'order'], {
      detail: 'The recovery target has that name on the kernel command line (wdgen.slot=recovery).',
      help: 'give the slot another name',
    });
  }
  if (new Set(order).size !== order.length) {
    complain(notes, 'WD0212', ['rollback', 'order'], {
      detail: 'A slot stands in `order` twice.',
      help: 'remove one',
    });
  }
  const found = order.map((name) => resolveSlot(notes, name, slots[name], scheme));
  return found.every((one) => one !== undefined) && found.length > 0 ? found : undefined;
}

type SlotSpec = NonNullable<RollbackSpec['slot']>[string];

function resolveSlot(
  notes: Notes,
  name: string,
  written: SlotSpec | undefined,
  scheme: RollbackScheme,
): SlotPlan | undefined {
  const { boots, rauc } = SCHEMES[scheme];
  const boot = boots ? bootable(notes, ['slot', name], written) : null;
  if (boot === undefined) return undefined;
  if (rauc && written?.device === undefined) {
    complain(notes, 'WD0211', ['rollback', 'slot', name, 'device'], {
      detail: `RAUC has to know which block device is slot ${name}.`,
      help: `add: [target.${notes.target.name}.rollback.slot.${name}] with device = "/dev/.."`,
    });
    return undefined;
  }
  return { name, boot, device: written?.device ?? null, type: written?.type ?? 'ext4' };
}

/** What U-Boot loads; undefined after a complaint about what is missing. */
function bootable(notes: Notes, at: readonly string[], written: SlotSpec | undefined): Bootable | undefined {
  const { from, kernel } = written ?? {};
  for (const key of ['from', 'kernel'] as const) {
    if (written?.[key] !== undefined) continue;
    const example = key === 'from' ? 'from = "mmc 1:2"' : 'kernel = "Image"';
    complain(notes, 'WD0211', ['rollback', ...at, key], {
      detail: `U-Boot has to know what to load for ${at.at(-1)}.`,
      help: `add: ${example}`,
    });
  }
  if (from === undefined || kernel === undefined) return undefined;
  return {
    from: readPartition(from),
    kernel,
    initrd: written?.initrd ?? null,
    fdt: written?.fdt ?? null,
    root: written?.root ?? null,
  };
}

function resolveRecovery(
  notes: Notes,
  { exhausted, recovery }: RollbackSpec,
  scheme: RollbackScheme,
): Bootable | null {
  if (exhausted === 'recovery' && SCHEMES[scheme].boots)
    return bootable(notes, ['recovery'], recovery) ?? null;
  if (exhausted !== undefined && !SCHEMES[scheme].terminals.includes(exhausted)) {
    complain(notes, 'WD0212', ['rollback', 'exhausted'], {
      detail: `${scheme} cannot do that when every slot is used up.`,
      help: `it can: ${SCHEMES[scheme].terminals.join(', ')}`,
    });
  }
  if (recovery !== undefined) {
    complain(notes, 'WD0212', ['rollback', 'recovery'], {
      detail: 'Nothing boots it: `exhausted` is not "recovery".',
      help: 'write exhausted = "recovery", or remove the table',
    });
  }
  return null;
}

/** Plan keys of the table itself and the spec keys that they come from, with the reason for a default. */
const KEYS = [
  ['state', 'state', ''],
  ['scheme', 'scheme', ''],
  ['ubootVersion', 'uboot', 'U-Boot has no part in this scheme'],
  ['tries', 'tries', ''],
  ['exhausted', 'exhausted', ''],
  ['recovery', 'recovery', 'not needed'],
  ['panicMs', 'panic', 'time to read the console'],
  ['rootDelayMs', 'root-delay', 'slow media need some seconds'],
  ['bootargs', 'bootargs', 'none'],
  ['environment', 'environment', 'this scheme has none'],
  ['commit', 'commit', ''],
] as const;

function recordOrigins(notes: Notes, written: RollbackSpec): void {
  for (const [plan, key, reason] of KEYS) {
    fromSpec(notes, ['rollback', plan], ['rollback', key], reason, written[key] !== undefined);
  }
  for (const name of Object.keys(written.slot ?? {})) {
    origin(notes, ['rollback', 'slots', name], {
      kind: 'spec',
      path: specPath(notes, 'rollback', 'slot', name),
    });
  }
  origin(notes, ['rollback', 'slots'], {
    kind: 'derived',
    reason: 'the slots in their order',
    from: [specPath(notes, 'rollback', 'order'), specPath(notes, 'rollback', 'slot')],
  });
}
