import { booksOf } from './counting/index.js';
import type { Event } from './events.js';
import type { Machine, Net } from './machine.js';
import { RECOVERY, type State } from './state.js';
import type { Trace } from './trace.js';

/** One line of a story: when, since the power came, and what. */
export interface Line {
  readonly ms: number;
  readonly text: string;
}

/** A course of events for people, at worst-case times. What then repeats is told once. */
export function storyOf(trace: Trace): Line[] {
  const { machine, steps, repeatsFrom } = trace;
  let ms = 0;
  let began = 0;
  const told = steps.flatMap((step, index): Line[] => {
    if (index === repeatsFrom) began = ms;
    ms += step.ms;
    const text = textOf(machine, step.event, step.to);
    return text === null ? [] : [{ ms, text }];
  });
  const again = { ms, text: `and so on from t=${sayTime(began)}, every ${sayTime(ms - began)}, for ever` };
  return [{ ms: 0, text: startText(trace) }, ...told, ...(repeatsFrom === null ? [] : [again])];
}

/** `2 min 10 s`, in at most two units. */
export function sayTime(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const;
  let rest = seconds;
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${unit}`];
  });
  return parts.length === 0 ? '0 s' : parts.slice(0, 2).join(' ');
}

function startText({ machine, world, start }: Trace): string {
  const names = machine.rollback?.slots ?? [];
  const broken = names.flatMap((name, slot) => {
    const health = HEALTH[world.slots[slot] ?? 'sound'];
    return health === null ? [] : [`slot ${name} ${health}`];
  });
  const unsaved = world.writable ? [] : ['the environment cannot be saved'];
  const first = names[start.env.first];
  const said = [...(first === undefined ? [] : [`slot ${first} comes first`]), ...broken, ...unsaved];
  return said.length === 0 ? 'power on' : `power on; ${said.join(', ')}`;
}

const HEALTH = {
  sound: null,
  missing: 'cannot be loaded',
  hangs: 'hangs in the kernel',
  panics: 'panics',
  breaks: 'fails its health checks',
} as const;

const NETWORK: Readonly<Record<Net, string>> = {
  none: 'the link goes down',
  link: 'the LAN goes out, the link stays up',
  lan: 'the internet goes out, the LAN stays up',
  internet: 'the server goes down, the internet stays up',
  server: 'the network is back',
};

const CUTS = {
  plain: 'power cut',
  'before-saving': 'power cut, before the boot is counted',
  'after-saving': 'power cut, after the boot is counted and before the kernel starts',
  'while-saving': 'power cut while the environment is saved: it is lost',
} as const;

/** A sentence without its end; null for what needs no line of its own. */
function textOf(machine: Machine, event: Event, state: State): string | null {
  switch (event.what) {
    case 'boots':
      return bootText(machine, event.slot, event.degraded, state);
    case 'loads-nothing':
      return 'nothing can be loaded';
    case 'round':
      return event.failed
        ? `a round fails; ${stepsText(machine, event.steps)}`
        : 'a round finds the network well';
    case 'ladder-reboots':
      return `a round fails; ${stepsText(machine, event.steps)}; the ladder reboots`;
    case 'power-cut':
      return CUTS[event.when];
    case 'counter-unreadable':
      return `the counter of slot ${machine.rollback?.slots[event.slot]} becomes unreadable`;
    case 'network':
      return NETWORK[event.net];
    case 'guard':
      return `guard ${machine.ladder?.guards[event.guard]?.name} ${event.holds ? 'holds' : 'lets go'}`;
    default:
      return TEXTS[event.what];
  }
}

const TEXTS = {
  'firmware-starts': null,
  'kernel-starts': null,
  'comes-up': 'user space is up',
  resets: 'reset',
  'watchdog-resets': 'the watchdog resets',
  'slot-hangs': 'the kernel hangs',
  'slot-panics': 'the kernel panics, and reboots',
  'marks-good': 'the slot is marked good',
  'gives-up': 'the health checks have not passed: the machine reboots',
  'stays-unmarked':
    'the slot passes its health checks and cannot be marked good: the machine stays up, degraded',
  'stays-degraded': 'the health checks have not passed: the machine stays up, degraded',
  'window-passes': 'the oldest reboot leaves the window',
  'power-returns': 'the power is back',
  hang: 'the machine hangs silently',
  'feeder-dies': 'the feeder dies',
  panic: 'the kernel panics',
  'environment-lost': 'the environment is lost',
  'reboot-on-purpose': 'somebody reboots it on purpose',
} as const;

function bootText({ rollback }: Machine, slot: number, degraded: boolean, { env }: State): string | null {
  if (rollback === null) return 'the kernel is loaded';
  if (slot === RECOVERY) return 'the recovery target boots';
  const name = rollback.slots[slot];
  if (degraded) return `slot ${name} boots, not counted`;
  const left = rollback.scheme.startsWith('rauc-')
    ? `, ${env.left[slot]} of ${rollback.tries} tries left`
    : '';
  const counted =
    rollback.scheme === 'uboot-bootcount' && env.trial ? `, boot ${env.count} of ${rollback.tries}` : '';
  const used = booksOf(rollback).givenUp(env, slot) ? ' for the last time' : '';
  return `slot ${name} boots${left}${counted}${counted === '' && left === '' ? used : ''}`;
}

function stepsText({ ladder }: Machine, steps: readonly number[]): string {
  const names = steps.map((step) => ladder?.steps[step]?.name ?? '');
  return names.length === 0 ? 'no step may be taken' : `steps: ${names.join(', ')}`;
}
