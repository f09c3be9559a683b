import type { MachineEvent } from '../../system/emulator.js';
import type { Stages } from '../types.js';

/** Shell commands with which a machine says, on its second serial line, when a stage of its start has ended; and its uptime. */
export function sayStage(stage: 'kernel' | 'initrd'): string {
  return `read -r up _ </proc/uptime && echo "LAB STAGE ${stage} $up" >/dev/ttyS1`;
}

/** The line with which the shell says that the device has been opened. */
export const ARMED = 'LAB ARMED';

/**
 * The starts of a machine, stage by stage. The kernel's own clock begins with the kernel, so what was before it is firmware:
 * QEMU's hands the kernel over without a boot loader. The device is looked at once a second.
 */
export function pcStages(events: readonly MachineEvent[]): readonly Stages[] {
  const resets = events.flatMap(({ kind, text }, index) =>
    kind === 'qemu' && text === 'RESET' ? [index] : [],
  );
  const edges = [-1, ...resets, events.length];
  return edges.slice(1).map((end, index) => {
    const from = edges[index] ?? -1;
    return stagesOf(events[from]?.atMs ?? 0, events.slice(from + 1, end));
  });
}

function stagesOf(startMs: number, events: readonly MachineEvent[]): Stages {
  const kernel = stageEnd(events, 'kernel');
  const initrd = stageEnd(events, 'initrd');
  if (kernel === undefined || initrd === undefined) return {};
  const armed = events.find(({ kind, text }) => kind === 'shell' && text === ARMED);
  return {
    firmware: Math.max(0, kernel.atMs - kernel.upMs - startMs),
    kernel: initrd.upMs,
    initrd: initrd.upMs - kernel.upMs,
    ...(armed === undefined ? {} : { userspace: armed.atMs - initrd.atMs }),
  };
}

function stageEnd(
  events: readonly MachineEvent[],
  stage: string,
): { readonly atMs: number; readonly upMs: number } | undefined {
  for (const { kind, text, atMs } of events) {
    const up =
      kind === 'shell' ? new RegExp(`^LAB STAGE ${stage} (\\d+\\.\\d+)$`).exec(text)?.[1] : undefined;
    if (up !== undefined) return { atMs, upMs: Math.round(Number(up) * 1000) };
  }
  return undefined;
}
