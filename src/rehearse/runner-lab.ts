import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Emulator, MachineEvent } from '../system/emulator.js';
import { removeFolder } from './runner-folder.js';
import type { Job } from './runner-jobs.js';
import { randomFrom } from './seed.js';
import { startMeasures } from './stages.js';
import type { BootOrder, Guest, Lab, MachineKind, Mark, Measure } from './types.js';

/** Consoles are kept to this many characters, from their end. */
const CONSOLE = 200_000;

/** A reset that follows another one so soon is a part of it. No machine starts and is reset by a watchdog in this time. */
const SAME_RESET_MS = 2000;

/** Machine events that tell what became of it. The names are QEMU's (QMP reference, "RunState"). */
const TOLD = new Set(['WATCHDOG', 'RESET', 'SHUTDOWN', 'GUEST_PANICKED', 'POWERDOWN']);

/** The lab of one run, with what only the runner wants to know of it. */
export interface RunLab {
  readonly lab: Lab;
  readonly machines: () => readonly Emulator[];
  /** Machines that were started, and resets of theirs. */
  readonly boots: () => number;
  /** What the machines did, by the runner's own look at them. */
  readonly marks: () => readonly Mark[];
  readonly added: () => readonly string[];
  /** Generated files that were not in what the machines ran; undefined where that is not known. */
  readonly lacking: () => readonly string[] | undefined;
  /** How QEMU ran the machines. */
  readonly emulations: () => readonly string[];
  /** How long the starts took, in all and stage by stage. */
  readonly starts: () => readonly Measure[];
  /** The last that each console said. */
  readonly consoles: () => readonly string[];
  /** Stops every machine that still runs; none can be started any more. */
  readonly close: () => Promise<void>;
  /** Removes the folder of the run, after everything has come to rest. */
  readonly clear: () => void;
}

/** What a lab is made from. */
export interface LabOrder {
  readonly kind: MachineKind;
  readonly job: Job;
  readonly order: Omit<BootOrder, 'options' | 'folder'>;
  /** The folder of the rehearsal. */
  readonly under: string;
  readonly progress: (text: string) => void;
}

interface Started {
  readonly guest: Guest;
  /** Since the first machine of the run was started. */
  readonly atMs: number;
  console: string;
  stopped: boolean;
}

/** Makes the lab of one run. */
export function labOf({ kind, job, order, under, progress }: LabOrder): RunLab {
  const folder = join(under, job.name);
  mkdirSync(folder);
  const started: Started[] = [];
  const ups: number[] = [];
  let firstMs: number | undefined;
  let closed = false;
  const nowMs = () => (firstMs === undefined ? 0 : Math.round(performance.now() - firstMs));
  const boot: Lab['boot'] = async (options = {}) => {
    if (closed) throw new Error('the run is over');
    const guest = await kind.boot({ ...order, folder, options });
    firstMs ??= performance.now() - guest.machine.nowMs;
    const one: Started = {
      guest,
      atMs: Math.max(0, nowMs() - guest.machine.nowMs),
      console: '',
      stopped: false,
    };
    started.push(one);
    if (closed) await stop(one);
    const ready: Guest['ready'] = async (limitMs) => {
      const up = await guest.ready(limitMs);
      if (up !== undefined) ups.push(startMs(guest, up));
      return up;
    };
    return watched(guest, { ready, stop: () => stop(one) });
  };
  return {
    lab: {
      plan: order.plan,
      artefacts: order.artefacts,
      standIn: kind.standIn(order.plan),
      folder,
      boot,
      progress,
      nowMs,
      random: randomFrom(job.seed),
    },
    machines: () => started.map(({ guest }) => guest.machine),
    boots: () => started.reduce((sum, { guest }) => sum + 1 + resetsOf(guest), 0),
    marks: () => started.flatMap(marksOf),
    added: () => [...new Set(started.flatMap(({ guest }) => guest.added))],
    lacking: () => allLacking(started),
    emulations: () => [...new Set(started.map(({ guest }) => guest.emulation ?? 'software emulation'))],
    starts: () =>
      startMeasures(
        started.flatMap(({ guest }) => guest.stages?.() ?? []),
        ups,
      ),
    consoles: () => started.map((one) => (one.stopped ? one.console : consoleOf(one.guest))),
    close: async () => {
      closed = true;
      await Promise.all(started.map(stop));
    },
    clear: () => removeFolder(folder),
  };
}

/** The same guest, with some members of ours; machines may have more members than every guest has. */
function watched(guest: Guest, ours: Pick<Guest, 'ready' | 'stop'>): Guest {
  return new Proxy(guest, {
    get: (target, key) => {
      if (Object.hasOwn(ours, key)) return Reflect.get(ours, key);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Of a guest that says nothing the harness laid the files in itself. */
function allLacking(started: readonly Started[]): readonly string[] | undefined {
  const lists = started.map(({ guest }) => (guest.lacking === undefined ? [] : guest.lacking()));
  return lists.includes(undefined) ? undefined : [...new Set(lists.flatMap((list) => list ?? []))];
}

/** From the start of the machine, or its last reset, until user space ran. */
function startMs({ machine }: Guest, up: MachineEvent): number {
  const before = machine.events.slice(0, Math.max(0, machine.events.indexOf(up)));
  const reset = before.findLast(({ kind, text }) => kind === 'qemu' && text === 'RESET');
  return up.atMs - (reset?.atMs ?? 0);
}

/** Stops a machine. Its console goes with its folder, so it is read before. */
async function stop(one: Started): Promise<void> {
  if (one.stopped) return;
  one.console = consoleOf(one.guest);
  one.stopped = true;
  await one.guest.stop();
}

function consoleOf({ machine }: Guest): string {
  const lines = machine.events.filter(({ kind }) => kind === 'console').map(({ text }) => text);
  if (lines.length > 0) return lines.join('\n').slice(-CONSOLE);
  try {
    const { console: text } = machine;
    return text.slice(-CONSOLE);
  } catch {
    return '';
  }
}

/**
 * Resets that a machine came back from. A PC's firmware that is started by a reset makes another one at once: SeaBIOS,
 * src/romlayout.S (entry_post) and src/resume.c (handle_resume32).
 */
function resetsOf({ machine }: Guest): number {
  const moments = machine.events
    .filter(({ kind, text }) => kind === 'qemu' && text === 'RESET')
    .map(({ atMs }) => atMs);
  return moments.filter((atMs, index) => atMs - (moments[index - 1] ?? -Infinity) > SAME_RESET_MS).length;
}

function marksOf({ guest, atMs }: Started, index: number): Mark[] {
  const told = guest.machine.events.filter(({ kind, text }) => kind === 'qemu' && TOLD.has(text));
  return [
    { atMs, text: `machine ${index + 1} started` },
    ...told.map((event) => ({ atMs: atMs + event.atMs, text: event.text })),
  ];
}
