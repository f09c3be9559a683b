import { whyNotCleaned } from '../../core/cleaned-paths.js';
import type { RetentionSpec } from '../../spec/schema.js';
import { complain, fromSpec, type Notes } from '../notes.js';
import type { PlatformPlan, RetentionPlan } from '../types.js';
import { checkInterval } from './network-schedule.js';
import { resolveDeferral, toMs } from './watchdog.js';

/** Directories that are kept from growing. */
export function resolveRetentions(notes: Notes, platform: PlatformPlan): readonly RetentionPlan[] {
  const written = notes.target.value.retention;
  fromSpec(notes, ['retentions'], ['retention'], 'none', written !== undefined);
  const plans = Object.entries(written ?? {}).map(([name, one]) => resolveOne(notes, name, one));
  for (const plan of plans) {
    checkPath(notes, plan);
    checkLimits(notes, plan);
    // A longer one need not be even: the program finds that it is not due yet.
    if (plan.by === 'script' && plan.everyMs < 60_000)
      checkInterval(notes, ['retention', plan.name, 'every'], plan.everyMs, platform);
    if (plan.by === 'tmpfiles') checkTmpfiles(notes, platform, plan, written?.[plan.name]?.every);
  }
  checkOverlaps(notes, plans);
  return plans;
}

/** Plan keys, the spec keys that they come from, and the reason for a default. */
const KEYS = [
  ['state', 'state', ''],
  ['path', 'path', ''],
  ['keepMs', 'keep', 'no entry is too old'],
  ['keepCount', 'keep-count', 'any number of entries'],
  ['keepBytes', 'keep-bytes', 'any size'],
  ['everyMs', 'every', 'often enough for a directory that grows slowly'],
  ['by', 'by', "wdgen's own program runs under every init, and logs what it removes"],
] as const;

function resolveOne(notes: Notes, name: string, written: RetentionSpec): RetentionPlan {
  const table = ['retention', name];
  for (const [plan, key, reason] of KEYS)
    fromSpec(notes, ['retentions', name, plan], [...table, key], reason, written[key] !== undefined);
  const deferral = resolveDeferral(notes, table, written.deferral);
  const by = written.by ?? 'script';
  return {
    name,
    state: written.state,
    path: written.path,
    keepMs: ageMs(written.keep ?? '0'),
    keepCount: written['keep-count'] ?? 0,
    keepBytes: bytes(written['keep-bytes'] ?? '0'),
    everyMs: toMs(written.every ?? (by === 'tmpfiles' ? '1d' : '1h')),
    by,
    deferral,
  };
}

const AGES: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const SIZES: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

/** Milliseconds of an age that the schema has checked: unlike a duration it may be 0, and years. */
function ageMs(text: string): number {
  return Number.parseInt(text, 10) * (AGES[text.replace(/^[0-9]+/, '')] ?? 0);
}

function bytes(text: string): number {
  return Number.parseInt(text, 10) * (SIZES[text.replace(/^[0-9]+/, '')] ?? 0);
}

function checkPath(notes: Notes, { name, path }: RetentionPlan): void {
  const why = whyNotCleaned(path);
  if (why === undefined) return;
  complain(notes, 'WD0240', ['retention', name, 'path'], {
    detail: `${path}: ${why}.`,
    help: 'name a directory of its own, for example "/var/lib/app/quarantine"',
  });
}

function checkLimits(notes: Notes, { name, keepMs, keepCount, keepBytes }: RetentionPlan): void {
  if (keepMs + keepCount + keepBytes > 0) return;
  complain(notes, 'WD0241', ['retention', name], {
    detail: `Nothing in \`retention.${name}\` says what is too much, so nothing is ever removed.`,
    help: 'add: keep = "30d", keep-count = 100 or keep-bytes = "500MiB"',
  });
}

function checkTmpfiles(
  notes: Notes,
  platform: PlatformPlan,
  { name, keepCount, keepBytes }: RetentionPlan,
  every: string | undefined,
): void {
  const at = (key: string) => ['retention', name, key];
  const help = 'write by = "script"';
  if (platform.init !== 'systemd') {
    const detail = `systemd-tmpfiles is part of systemd, and this image runs ${platform.init}.`;
    complain(notes, 'WD0242', at('by'), { detail, help });
  }
  for (const [key, value] of [
    ['keep-count', keepCount],
    ['keep-bytes', keepBytes],
  ] as const) {
    if (value === 0) continue;
    complain(notes, 'WD0242', at(key), { detail: 'systemd-tmpfiles removes by age only.', help });
  }
  if (every === undefined || toMs(every) === 86_400_000) return;
  complain(notes, 'WD0242', at('every'), {
    detail: 'systemd-tmpfiles-clean.timer runs once a day, for all directories together.',
    help: `remove \`every\`, or ${help}`,
  });
}

/** Two that keep one directory would each remove what the other one counts on. */
function checkOverlaps(notes: Notes, plans: readonly RetentionPlan[]): void {
  for (const [index, { name, path }] of plans.entries()) {
    const other = plans.slice(0, index).find((one) => within(path, one.path) || within(one.path, path));
    if (other === undefined) continue;
    complain(notes, 'WD0242', ['retention', name, 'path'], {
      detail: `${path} and ${other.path} of \`retention.${other.name}\` are one directory, or one lies in the other.`,
      help: 'keep one of the two',
    });
  }
}

function within(path: string, folder: string): boolean {
  return `${path}/`.startsWith(`${folder}/`);
}
