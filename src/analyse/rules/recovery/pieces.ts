import type { LadderRebootPlan, NetworkPlan, RollbackScheme, TargetPlan } from '../../../plan/types.js';

type State = 'active' | 'deferred';

/** What fails the build when it is enforced is only worth knowing while any part of it is deferred. */
export function softened(...states: readonly State[]): { readonly severity?: 'warning' } {
  return states.includes('deferred') ? { severity: 'warning' } : {};
}

/**
 * Schemes that count every boot. The others count only until a slot is marked good, which after that needs no tries
 * (U-Boot drivers/bootcount/bootcount_env.c; systemd-boot(7), "Boot Counting"; greenboot grub2/08_greenboot.cfg).
 */
export function countsEveryBoot(scheme: RollbackScheme): boolean {
  return scheme === 'rauc-uboot' || scheme === 'rauc-bootmeth';
}

/** A ladder whose reboot is enforced or planned. A spec that says nothing about a reboot has none. */
export interface RebootingLadder {
  readonly network: NetworkPlan;
  readonly reboot: LadderRebootPlan;
}

/** The ladder with its reboot, as a list of at most one. */
export function rebootingLadder({ network }: TargetPlan): readonly RebootingLadder[] {
  if (network === null) return [];
  const { reboot } = network;
  return reboot.state === 'active' || reboot.deferral !== null ? [{ network, reboot }] : [];
}

/** The probes that decide, and of the others those that can forbid the reboot. */
export function decidingProbes({ probes, healthy }: NetworkPlan) {
  return probes.filter(({ name }) => healthy.probes.includes(name));
}

/** Whether a folder holds a path, or is it. */
export function holds(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** Folders in memory: file-hierarchy(7); /var/run is a link to /run; Yocto has /var/volatile. */
const IN_MEMORY = ['/run', '/tmp', '/dev/shm', '/var/run', '/var/lock', '/var/volatile'];

/** Whether a path is forgotten when the machine reboots. */
export function inMemory(path: string): boolean {
  return IN_MEMORY.some((folder) => holds(folder, path));
}
