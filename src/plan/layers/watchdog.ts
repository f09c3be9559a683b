import { parseDuration } from '../../core/duration.js';
import { type Setting, stateOf } from '../../core/state.js';
import type { DeferralSpec } from '../../spec/schema.js';
import {
  complain,
  fold,
  fromSpec,
  type Notes,
  origin,
  resolveSetting,
  specPath,
  type WrittenSetting,
} from '../notes.js';
import type { Deferral, Feeder, PlatformPlan, PretimeoutGovernor, WatchdogPlan } from '../types.js';
import { checkEffects } from './effects.js';
import { checkFeeders, readFeeder } from './feeder.js';

/** The duration settings: spec key, plan key, and whether the kernel takes whole seconds only. */
const DURATIONS = [
  { key: 'runtime', plan: 'runtimeMs', wholeSeconds: true },
  { key: 'pet', plan: 'petMs', wholeSeconds: false },
  { key: 'reboot', plan: 'rebootMs', wholeSeconds: true },
  { key: 'kexec', plan: 'kexecMs', wholeSeconds: true },
  { key: 'pretimeout', plan: 'pretimeoutMs', wholeSeconds: true },
  { key: 'open-timeout', plan: 'openTimeoutMs', wholeSeconds: true },
] as const;

type DurationPlanKey = (typeof DURATIONS)[number]['plan'];

/** The watchdog without its hardware, so that its mistakes are found even when the board is unknown. */
export type WatchdogSettings = Omit<WatchdogPlan, 'driver'>;

/** The hardware watchdog: who feeds it, with which times, in which state. */
export function resolveWatchdog(notes: Notes, platform: PlatformPlan): WatchdogSettings {
  const written = notes.target.value.watchdog;
  const feeder = resolveSetting<string, Feeder>(written.feeder, readFeeder);
  fromSpec(notes, ['watchdog', 'feeder'], ['watchdog', 'feeder'], '', true);
  const durations = resolveDurations(notes);
  const armed = feeder.active !== null && durations.runtimeMs.active !== null;
  origin(notes, ['watchdog', 'armed'], {
    kind: 'derived',
    reason: 'the device is opened when both the feeder and the runtime timeout are active',
    from: [specPath(notes, 'watchdog', 'feeder'), specPath(notes, 'watchdog', 'runtime')],
  });
  const plan: WatchdogSettings = {
    device: resolveDevice(notes),
    feeder,
    ...durations,
    petMs: resolvePet(notes, feeder, durations),
    pretimeoutGovernor: resolveGovernor(notes),
    nowayout: resolveNowayout(notes, platform, feeder),
    armed,
    service: resolveService(notes),
    deferral: resolveDeferral(notes, ['watchdog'], written.deferral),
  };
  checkFeeders(notes, platform, plan);
  checkEffects(notes, platform, plan);
  return plan;
}

function resolveDurations(notes: Notes): Record<DurationPlanKey, Setting<number>> {
  const written = notes.target.value.watchdog;
  const entries = DURATIONS.map(({ key, plan, wholeSeconds }) => {
    const value = written[key];
    fromSpec(notes, ['watchdog', plan], ['watchdog', key], 'not written', value !== undefined);
    if (wholeSeconds) checkWholeSeconds(notes, key, value);
    return [plan, resolveSetting(value, toMs)] as const;
  });
  return Object.fromEntries(entries) as Record<DurationPlanKey, Setting<number>>;
}

/** Milliseconds of a duration that the schema has checked. */
export function toMs(text: string): number {
  const result = parseDuration(text);
  if (!result.ok) throw new Error(`the schema let a bad duration through: ${text}`);
  return result.ms;
}

function checkWholeSeconds(notes: Notes, key: string, written: WrittenSetting<string> | undefined): void {
  for (const state of ['active', 'deferred'] as const) {
    const text = written?.[state];
    if (text === undefined || toMs(text) % 1000 === 0) continue;
    const seconds = Math.max(1, Math.round(toMs(text) / 1000));
    complain(notes, 'WD0208', ['watchdog', key, state], {
      detail: `"${text}" would be cut.`,
      help: `write "${seconds}s"`,
    });
  }
}

function resolveDevice(notes: Notes): string {
  const { device } = notes.target.value.watchdog;
  fromSpec(
    notes,
    ['watchdog', 'device'],
    ['watchdog', 'device'],
    'the first watchdog that registers',
    device !== undefined,
  );
  return device ?? '/dev/watchdog0';
}

/** The kernel's own default is panic, too (linux 6.1 drivers/watchdog/Kconfig:116). */
function resolveGovernor(notes: Notes): PretimeoutGovernor {
  const written = notes.target.value.watchdog['pretimeout-governor'];
  fromSpec(
    notes,
    ['watchdog', 'pretimeoutGovernor'],
    ['watchdog', 'pretimeout-governor'],
    'a panic leaves a trace; a line in the log is lost with the reset',
    written !== undefined,
  );
  return written ?? 'panic';
}

/** Feeders other than systemd are told how often to pet; a third of the timeout leaves two chances to be late. */
function resolvePet(
  notes: Notes,
  feeder: Setting<Feeder>,
  { runtimeMs, petMs }: Record<DurationPlanKey, Setting<number>>,
): Setting<number> {
  if (
    stateOf(petMs) !== undefined ||
    ![feeder.active, feeder.deferred].some((one) => one !== null && one.kind !== 'systemd')
  )
    return petMs;
  origin(notes, ['watchdog', 'petMs'], {
    kind: 'derived',
    reason: 'a third of the runtime timeout, so that two pets may be missed',
    from: [specPath(notes, 'watchdog', 'runtime')],
  });
  const third = (ms: number | null) => (ms === null ? null : Math.max(1000, Math.floor(ms / 3000) * 1000));
  return { active: third(runtimeMs.active), deferred: third(runtimeMs.deferred), forbidden: null };
}

/**
 * BusyBox init and SysV end every process with SIGTERM at shutdown, on which the BusyBox applet writes the magic V and
 * disarms (run with strace, BusyBox 1.35.0): there only nowayout keeps a hung shutdown guarded.
 */
function resolveNowayout(notes: Notes, platform: PlatformPlan, feeder: Setting<Feeder>): Setting<boolean> {
  const written = notes.target.value.watchdog.nowayout;
  const plan = resolveSetting(written, (value: boolean) => value);
  fromSpec(
    notes,
    ['watchdog', 'nowayout'],
    ['watchdog', 'nowayout'],
    "the driver's own choice",
    written !== undefined,
  );
  const killsFeeder = platform.init === 'busybox' || platform.init === 'sysv';
  const disarms = (one: Feeder | null) => (killsFeeder && one?.kind === 'busybox' ? true : null);
  if (written !== undefined || !killsFeeder) return plan;
  origin(notes, ['watchdog', 'nowayout'], {
    kind: 'derived',
    reason: 'this init ends the applet with SIGTERM at shutdown, and the applet would disarm the timer',
    from: [specPath(notes, 'init'), specPath(notes, 'watchdog', 'feeder')],
  });
  const active = disarms(feeder.active);
  return { active, deferred: active === true ? null : disarms(feeder.deferred), forbidden: null };
}

function resolveService(notes: Notes): WatchdogPlan['service'] {
  const written = notes.target.value.watchdog.service;
  const defaults = { name: 'watchdog-feeder', after: [], bundle: 'default' } as const;
  for (const key of ['name', 'after', 'bundle'] as const) {
    fromSpec(
      notes,
      ['watchdog', 'service', key],
      ['watchdog', 'service', key],
      'what most images use',
      written?.[key] !== undefined,
    );
  }
  return {
    name: written?.name ?? defaults.name,
    after: written?.after ?? defaults.after,
    bundle: written?.bundle ?? defaults.bundle,
  };
}

/** The deferral of a table; null where nothing is deferred. */
export function resolveDeferral(
  notes: Notes,
  table: readonly string[],
  written: DeferralSpec | undefined,
): Deferral | null {
  fromSpec(
    notes,
    [...table, 'deferral'],
    [...table, 'deferral'],
    'nothing is deferred',
    written !== undefined,
  );
  return written === undefined ? null : { reason: fold(written.reason), gate: written.gate };
}
