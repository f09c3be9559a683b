import { basename } from 'node:path';
import { rebootWatchdog } from '../../../plan/reboot-watchdog.js';
import type { Init, TargetPlan } from '../../../plan/types.js';
import { asRehearsed } from '../../guests/pc-driver.js';
import type { Guest, Lab, OwnImages, Scenario } from '../../types.js';
import { hangLimitMs, noFeeder, unfitHang } from '../pc-fit.js';
import { awaitReset, computedMs } from '../pc-reset.js';
import { anyReset, armedMachine, ask, begin, onConsole, seconds, verdict } from '../pc-steps.js';

/** systemd-shutdown ends its hooks after 90 s and restarts (systemd 252 src/shutdown/shutdown.c, DEFAULT_TIMEOUT_USEC). */
const HOOK_MS = 85_000;

/**
 * How each init stops. systemd: a hook of systemd-shutdown never ends. s6: every service is taken down, as s6-rc does, and
 * nothing follows. BusyBox init, which stands in for sysvinit too, is held at its last step.
 */
const STOP: Readonly<Record<Init, string>> = {
  systemd:
    "printf '#!/bin/sh\\nwhile :; do sleep 5; done\\n' >/usr/lib/systemd/system-shutdown/lab; chmod +x /usr/lib/systemd/system-shutdown/lab; systemctl --no-block reboot",
  's6-rc': 'for service in /run/service/*; do s6-svc -d "$service"; done',
  busybox: 'reboot',
  sysv: 'reboot',
};

/** The machine has stopped its services, and never restarts. */
export const rebootHangs: Scenario = {
  id: 'reboot-hangs',
  title: 'A reboot hangs',
  machine: 'pc',
  misfit: (plan, own) =>
    plan.platform.init === 'systemd' ? unfitSystemd(plan, own) : unfitHang(plan, 'feeder-hang', own),
  limitMs: hangLimitMs('shutdown-hang'),
  run: async (lab) => {
    const up = await armedMachine(lab);
    if ('refused' in up) return up.refused;
    const { guest, marks } = up;
    const { init } = lab.plan.platform;
    const from = guest.machine.events.length;
    const begun = await begin(guest, STOP[init]);
    if (begun === undefined) return verdict('failed', 'The machine did not take the order to stop.', marks);
    const held = init === 'busybox' || init === 'sysv' ? await holdBusybox(guest) : begun.atMs;
    if (held === undefined) return verdict('failed', 'The reboot could not be held at its last step.', marks);
    const hang = { lab, guest, marks, from, hungMs: held };
    const worst = computedMs(lab.plan, 'shutdown-hang');
    if (worst === null) return await uncovered(hang);
    return await awaitReset({
      ...hang,
      figure: 'shutdown-hang',
      what: 'The services were stopped, and the restart never came',
      // An orderly stop may take no time at all.
      ...(init === 'systemd' ? { earliestMs: hardwareMs(lab.plan) - 2000 } : {}),
      why: () => stateOf(guest, lab.plan),
    });
  },
};

/**
 * BusyBox init ends every process, says so, and waits a second before it restarts: there the processor is locked up. The
 * moment at which the feeder got its SIGTERM. Source: BusyBox 1.35.0 init/init.c, run_shutdown_and_kill_processes.
 */
async function holdBusybox(guest: Guest): Promise<number | undefined> {
  if (!(await onConsole(guest, 'Sent SIGTERM to all processes', 60_000))) return undefined;
  const { nowMs } = guest.machine;
  if (!(await onConsole(guest, 'Requesting system reboot', 60_000))) return undefined;
  return (await guest.lockUp?.()) === true ? nowMs : undefined;
}

function unfitSystemd(plan: TargetPlan, own?: OwnImages): string | undefined {
  const { kind, ms } = rebootWatchdog(asRehearsed(plan));
  if (ms === null) return `no watchdog guards a reboot here: ${kind}`;
  if (hardwareMs(plan) > HOOK_MS)
    return `the reset would take ${Math.round(hardwareMs(plan) / 60_000)} min, more than a rehearsal waits for`;
  return noFeeder(plan, own);
}

function hardwareMs(plan: TargetPlan): number {
  const emulated = asRehearsed(plan);
  return (rebootWatchdog(emulated).ms ?? 0) * emulated.watchdog.driver.resetsAtExpiry;
}

/** Why no reset came. */
async function stateOf(guest: Guest, { watchdog }: TargetPlan): Promise<string> {
  const state = await ask(guest, 'cat /sys/class/watchdog/watchdog0/state');
  return state === 'inactive'
    ? `${watchdog.service.name} stopped the timer when it was ended: ${basename(watchdog.device)} is inactive.`
    : `the device is ${state || 'silent'}.`;
}

/** The timeline has no number: the timer is stopped with the feeder. */
async function uncovered({
  lab,
  guest,
  from,
  marks,
  hungMs,
}: {
  readonly lab: Lab;
  readonly guest: Guest;
  readonly from: number;
  readonly marks: readonly { readonly atMs: number; readonly text: string }[];
  readonly hungMs: number;
}) {
  const limit = (computedMs(lab.plan, 'feeder-hang') ?? 60_000) + 5000;
  lab.progress(`the services were stopped; watching for ${seconds(limit)}`);
  const reset = await anyReset(guest, limit, from);
  const all = [...marks, { atMs: hungMs, text: 'the services were stopped' }];
  if (reset !== undefined)
    return verdict(
      'failed',
      `A reset came after ${seconds(reset.event.atMs - hungMs)}, which the model does not expect.`,
      all,
    );
  return verdict(
    'not-covered',
    `A reboot that hangs is not ended: no reset within ${seconds(limit)} after the services were stopped.`,
    all,
  );
}
