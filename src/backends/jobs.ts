import type { TargetPlan } from '../plan/types.js';

/** A program of this image that runs again and again. */
export interface Job {
  /** Of unit, service and crontab line: `wdgen-selfheal`. */
  readonly name: string;
  readonly description: string;
  /** Where the program lies, and the words it is called with. On NixOS the file beside the module. */
  readonly program: string;
  readonly words: readonly string[];
  readonly everyMs: number;
  /** A run that takes longer is ended, although the program bounds itself: while it hangs, no later one can start. */
  readonly limitMs: number;
  /** Whether what it starts may go on when it has ended: a DHCP client, the service of an init script, an alert. */
  readonly leavesChildren: boolean;
  /** Printed plan paths it follows from. */
  readonly origin: readonly string[];
}

/** Where wdgen's programs lie in an image. NixOS has no such folder: there modules install them. */
export const PROGRAMS = '/usr/libexec/wdgen';

const MINUTE = 60_000;
/** Restarts of services, and large folders, take their time. */
const LONG_MS = 600_000;
/** A reboot that hangs is forced after some minutes by the program that asked for it: it must live to do so. */
const REBOOT_MS = 900_000;

/** Everything of a target that is run by the clock, in the order of the plan. Only what is active. */
export function jobsOf(plan: TargetPlan): readonly Job[] {
  return [...selfheal(plan), ...monitors(plan), ...retentions(plan)];
}

function selfheal({ network }: TargetPlan): readonly Job[] {
  if (network?.state !== 'active') return [];
  return [
    {
      name: 'wdgen-selfheal',
      description: 'Network self-heal, one round',
      program: `${PROGRAMS}/selfheal`,
      words: [],
      everyMs: network.everyMs,
      // The resolver has seen that a round is shorter than that, but not its last step.
      limitMs: network.everyMs + REBOOT_MS,
      leavesChildren: true,
      origin: ['network'],
    },
  ];
}

/** One program looks for all processes; it runs as often as the most eager of them wants. */
function monitors(plan: TargetPlan): readonly Job[] {
  const active = plan.monitors.filter(({ state }) => state === 'active');
  if (active.length === 0) return [];
  const everyMs = Math.min(...active.map((one) => one.everyMs));
  return [
    {
      name: 'wdgen-monitor',
      description: 'Look for processes that cannot notify',
      program: `${PROGRAMS}/monitor`,
      words: [],
      everyMs,
      limitMs: Math.max(everyMs, LONG_MS),
      leavesChildren: true,
      origin: ['monitors'],
    },
  ];
}

/**
 * One program keeps all directories, and leaves alone what is not due yet. It is asked four times in the shortest
 * interval: asked once, and a second early, it would let a whole interval go by.
 */
function retentions(plan: TargetPlan): readonly Job[] {
  const active = plan.retentions.filter(({ state, by }) => state === 'active' && by === 'script');
  if (active.length === 0) return [];
  const shortestMs = Math.min(...active.map((one) => one.everyMs));
  const everyMs = Math.max(MINUTE, Math.floor(shortestMs / 4));
  return [
    {
      name: 'wdgen-retention',
      description: 'Keep directories from growing',
      program: `${PROGRAMS}/retention`,
      words: [],
      everyMs,
      limitMs: Math.max(everyMs, LONG_MS),
      leavesChildren: false,
      origin: ['retentions'],
    },
  ];
}
