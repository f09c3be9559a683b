import { type Setting, unset } from '../../src/core/state.js';
import type {
  BoardPlan,
  BootPlan,
  DriverPlan,
  ImagePlan,
  KernelPlan,
  PlatformPlan,
  RollbackPlan,
  TargetPlan,
  WatchdogPlan,
} from '../../src/plan/types.js';

/** What a test wants to be different from the fortros-node fixture. */
export interface PlanOverrides
  extends Partial<
    Pick<TargetPlan, 'network' | 'services' | 'monitors' | 'alerts' | 'retentions' | 'doctor' | 'silenced'>
  > {
  readonly boot?: Partial<BootPlan>;
  readonly image?: Partial<ImagePlan>;
  readonly rollback?: RollbackPlan;
  readonly name?: string;
  readonly board?: BoardPlan;
  readonly platform?: PlatformPlan;
  readonly kernel?: Partial<KernelPlan>;
  readonly driver?: Partial<DriverPlan>;
  readonly watchdog?: Partial<Omit<WatchdogPlan, 'driver'>>;
}

/** A setting that is enforced. */
export function active<T>(value: T): Setting<T> {
  return { active: value, deferred: null, forbidden: null };
}

/** A setting that is only documented. */
export function deferred<T>(value: T): Setting<T> {
  return { active: null, deferred: value, forbidden: null };
}

const board: BoardPlan = {
  id: 'dell-optiplex',
  title: 'Dell OptiPlex',
  soc: 'Intel PCH',
  arch: 'x86',
  firmware: null,
  notes: [],
};

const driver: DriverPlan = {
  id: 'iTCO_wdt',
  title: 'Intel TCO watchdog',
  identity: 'iTCO_wdt',
  modules: ['i2c-i801', 'iTCO_wdt'],
  minMs: 2_000,
  maxMs: 614_000,
  stepsMs: null,
  limitsFrom: 'TCO version 2',
  defaultTimeoutMs: 30_000,
  overMax: 'einval',
  resetsAtExpiry: 2,
  nowayout: 'param',
  magicClose: true,
  bootHandover: 'yes',
  pretimeout: 'no',
  watchdogCore: true,
  softwareOnly: false,
  uboot: null,
  sources: [],
};

const watchdog: Omit<WatchdogPlan, 'driver'> = {
  device: '/dev/watchdog0',
  feeder: {
    active: { kind: 'busybox' },
    deferred: { kind: 'application', name: 'maintainer' },
    forbidden: null,
  },
  runtimeMs: active(30_000),
  petMs: active(10_000),
  rebootMs: unset,
  kexecMs: unset,
  pretimeoutMs: unset,
  pretimeoutGovernor: 'panic',
  openTimeoutMs: unset,
  nowayout: unset,
  armed: true,
  service: { name: 'watchdog-feeder', after: ['mount-filesystems'], bundle: 'default' },
  deferral: { reason: 'the maintainer does not pet yet', gate: ['rehearsal'] },
};

const boot: BootPlan = {
  firmwareMs: 60_000,
  loaderMs: 10_000,
  kernelMs: 30_000,
  userspaceMs: 60_000,
  stopMs: 90_000,
  armedMs: null,
  assumed: ['firmware', 'loader', 'kernel', 'userspace', 'stop'],
};

const image: ImagePlan = {
  systemd: null,
  rtc: null,
  kexecs: null,
  hibernates: null,
  networkMounts: null,
  memoryBytes: null,
  rebootHurts: null,
  emergency: null,
  software: [],
};

/** Everything of a plan besides its watchdog: nothing, unless a test wants it. */
export function withoutRecovery(overrides: PlanOverrides = {}) {
  return {
    rollback: overrides.rollback ?? null,
    boot: { ...boot, ...overrides.boot },
    image: { ...image, ...overrides.image },
    network: overrides.network ?? null,
    services: overrides.services ?? [],
    monitors: overrides.monitors ?? [],
    alerts: overrides.alerts ?? [],
    retentions: overrides.retentions ?? [],
    doctor: overrides.doctor ?? null,
    silenced: overrides.silenced ?? [],
  };
}

/**
 * A plan like the one of the example target fortros-node: Buildroot with s6-rc, iTCO, fed by the BusyBox applet
 * every 10 s with a timeout of 30 s. `armed` follows from the overrides unless they say it.
 */
export function planFixture(overrides: PlanOverrides = {}): TargetPlan {
  const merged = { ...watchdog, ...overrides.watchdog };
  const armed = merged.feeder.active !== null && merged.runtimeMs.active !== null;
  return {
    name: overrides.name ?? 'fortros-node',
    description: null,
    specFile: 'watchdog.toml',
    board: overrides.board ?? board,
    platform: overrides.platform ?? { kind: 'buildroot', init: 's6-rc' },
    kernel: { version: '6.19', driverAs: 'builtin', flags: [], deferral: null, ...overrides.kernel },
    watchdog: {
      ...merged,
      driver: { ...driver, ...overrides.driver },
      armed: overrides.watchdog?.armed ?? armed,
    },
    ...withoutRecovery(overrides),
  };
}
