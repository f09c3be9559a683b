import { suggest } from '../../core/suggest.js';
import type { NetworkSpec } from '../../spec/schema.js';
import { complain, fromSpec, type Notes, origin, specPath } from '../notes.js';
import type { Init, PlatformPlan, ServiceManager, StepAction, StepPlan } from '../types.js';
import { checkKeys, checkNames, type KindKeys, seconds } from './network-kinds.js';

type WrittenStep = NonNullable<NetworkSpec['step']>[string];
type Kind = WrittenStep['do'];

interface StepKind extends KindKeys {
  readonly timeout: string;
  /** Tells somebody and mends nothing: there is nothing to wait for, and once an hour is enough. */
  readonly tells?: true;
}

const ACTS = ['do', 'settle', 'cooldown', 'timeout', 'guards'] as const;
const TELLS = ['do', 'cooldown', 'timeout', 'guards'] as const;

const KINDS: Readonly<Record<Kind, StepKind>> = {
  bounce: { needs: {}, takes: [...ACTS, 'down'], timeout: '30s' },
  renegotiate: { needs: {}, takes: [...ACTS, 'down'], timeout: '30s' },
  'force-speed': { needs: { speed: 'speed = "100"' }, takes: [...ACTS, 'duplex'], timeout: '30s' },
  dhcp: { needs: {}, takes: ACTS, timeout: '1min' },
  restart: { needs: { service: 'service = "connmand"' }, takes: [...ACTS, 'manager'], timeout: '1min' },
  script: { needs: { path: 'path = "/usr/libexec/mend-network"' }, takes: ACTS, timeout: '1min' },
  webhook: {
    needs: { alert: 'alert = "ops", and a table alert.ops with its url' },
    takes: TELLS,
    timeout: '30s',
    tells: true,
  },
  email: {
    needs: {
      to: 'to = "ops@example.org"',
      from: 'from = "rm1@example.org"',
      relay: 'relay = "mail.example.org"',
    },
    takes: TELLS,
    timeout: '30s',
    tells: true,
  },
  'wake-on-lan': { needs: { mac: 'mac = "00:11:22:33:44:55"' }, takes: TELLS, timeout: '10s', tells: true },
};

/** The steps in the order in which they are taken; those with mistakes are left out. */
export function resolveSteps(
  notes: Notes,
  { steps = [], step = {}, guard = {} }: NetworkSpec,
  platform: PlatformPlan,
): readonly StepPlan[] {
  const found = new Map(
    Object.entries(step).map(([name, written]) => {
      checkNames(notes, ['step', name, 'guards'], 'guard', written.guards ?? [], Object.keys(guard));
      return [name, resolveStep(notes, name, written, platform)];
    }),
  );
  return steps.flatMap((name) => found.get(name) ?? []);
}

function resolveStep(
  notes: Notes,
  name: string,
  written: WrittenStep,
  platform: PlatformPlan,
): StepPlan | undefined {
  const kind = written.do;
  const { tells = false, timeout } = KINDS[kind];
  const complete = checkKeys(notes, ['step', name], kind, written, KINDS[kind]);
  const action = complete ? ACTIONS[kind]({ notes, name, written, platform }) : undefined;
  const settleMs = seconds(notes, ['step', name, 'settle'], written.settle, '15s');
  const cooldownMs = seconds(notes, ['step', name, 'cooldown'], written.cooldown, '1h');
  const timeoutMs = seconds(notes, ['step', name, 'timeout'], written.timeout, timeout);
  recordOrigins(notes, name, written, tells);
  if (action === undefined) return undefined;
  checkDown(notes, name, action, timeoutMs);
  return {
    name,
    action,
    settleMs: tells ? 0 : settleMs,
    cooldownMs: tells || written.cooldown !== undefined ? cooldownMs : 0,
    timeoutMs,
    guards: written.guards ?? [],
  };
}

interface Context {
  readonly notes: Notes;
  readonly name: string;
  readonly written: WrittenStep;
  readonly platform: PlatformPlan;
}

/** IEEE 802.3 clause 28: a partner notices a link that is down for break_link_timer, 1.2 to 1.5 s. */
const ACTIONS: Readonly<Record<Kind, (context: Context) => StepAction | undefined>> = {
  bounce: (context) => ({ kind: 'bounce', downMs: downMs(context, '3s') }),
  renegotiate: (context) => ({ kind: 'renegotiate', downMs: downMs(context, '5s') }),
  'force-speed': ({ written: { speed, duplex = 'full' } }) => ({
    kind: 'force-speed',
    mbit: Number(speed) as 10 | 100 | 1000,
    duplex,
  }),
  dhcp: () => ({ kind: 'dhcp' }),
  restart: (context) => {
    const manager = managerOf(context);
    return manager && { kind: 'restart', manager, service: context.written.service ?? '' };
  },
  script: ({ written: { path = '' } }) => ({ kind: 'script', path }),
  webhook: ({ notes, name, written: { alert = '' } }) => {
    const known = Object.keys(notes.target.value.alert ?? {});
    checkAlert(notes, name, alert, known);
    return { kind: 'webhook', alert };
  },
  email: ({ written: { to = '', from = '', relay = '' } }) => ({ kind: 'email', to, from, relay }),
  'wake-on-lan': ({ written: { mac = '' } }) => ({ kind: 'wake-on-lan', mac: mac.toLowerCase() }),
};

function downMs({ notes, name, written }: Context, otherwise: string): number {
  return seconds(notes, ['step', name, 'down'], written.down, otherwise);
}

/** A step that is cut off while the link is down would leave it down. */
function checkDown(notes: Notes, name: string, action: StepAction, timeoutMs: number): void {
  if (!('downMs' in action) || action.downMs < timeoutMs) return;
  complain(notes, 'WD0214', ['network', 'step', name, 'down'], {
    detail: 'The link would still be down when the time limit of the step ends it.',
    help: 'write a `timeout` that is longer than `down`',
  });
}

function checkAlert(notes: Notes, name: string, alert: string, known: readonly string[]): void {
  if (known.includes(alert)) return;
  const near = suggest(alert, known);
  const help =
    known.length === 0
      ? `add: [target.${notes.target.name}.alert.${alert}] with its url`
      : `known: ${known.join(', ')}`;
  complain(notes, 'WD0214', ['network', 'step', name, 'alert'], {
    detail: `There is no alert "${alert}".`,
    help: near === undefined ? help : `did you mean "${near}"?`,
  });
}

/** BusyBox init and SysV init both read an inittab with respawn lines, and both run scripts of /etc/init.d. */
const MANAGERS: Readonly<Record<Init, readonly ServiceManager[]>> = {
  systemd: ['systemd'],
  's6-rc': ['s6-rc'],
  busybox: ['sysv', 'respawn'],
  sysv: ['sysv', 'respawn'],
};

function managerOf({ notes, name, written, platform }: Context): ServiceManager | undefined {
  const possible = MANAGERS[platform.init];
  const { manager = possible.length === 1 ? possible[0] : undefined } = written;
  const words = possible.map((word) => `"${word}"`).join(' or ');
  if (manager === undefined) {
    complain(notes, 'WD0213', ['network', 'step', name, 'manager'], {
      detail: `Under ${platform.init} init a service is a script of /etc/init.d, or a process that inittab respawns.`,
      help: `add: manager = ${words}`,
    });
  } else if (!possible.includes(manager)) {
    complain(notes, 'WD0214', ['network', 'step', name, 'manager'], {
      detail: `${manager} restarts nothing in an image whose init is ${platform.init}.`,
      help: `write ${words}`,
    });
    return undefined;
  }
  return manager;
}

/** Plan keys, the spec keys that they come from, and the reasons for a default: of a step that acts, of one that tells. */
const KEYS = [
  ['settleMs', 'settle', 'DHCP needs some seconds', ''],
  ['cooldownMs', 'cooldown', 'it may help in every round', 'nobody wants to be told in every round'],
  ['timeoutMs', 'timeout', 'long enough for such a step', 'long enough for such a step'],
  ['guards', 'guards', 'nothing keeps it from acting', 'nothing keeps it from telling'],
] as const;

function recordOrigins(notes: Notes, name: string, written: WrittenStep, tells: boolean): void {
  fromSpec(notes, ['network', 'steps', name], ['network', 'step', name], '', true);
  for (const [plan, key, acting, telling] of KEYS) {
    fromSpec(
      notes,
      ['network', 'steps', name, plan],
      ['network', 'step', name, key],
      tells ? telling : acting,
      written[key] !== undefined,
    );
  }
  if (!tells) return;
  origin(notes, ['network', 'steps', name, 'settleMs'], {
    kind: 'derived',
    reason: 'it mends nothing that could settle',
    from: [specPath(notes, 'network', 'step', name, 'do')],
  });
}
