import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds a lock. */
export interface Owner {
  readonly pid: number;
  /** When the process started, in clock ticks since boot; empty off Linux. Tells a process from a later one of its id. */
  readonly start: string;
  /** Machine, boot and process namespace that the pid means something in. */
  readonly where: string;
  /** Different for every attempt to lock. */
  readonly token: string;
}

/** `unknown`: the pid belongs to another boot, container or machine and cannot be looked up from here. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/** This process, with a token of its own. */
export function thisProcess(): Owner {
  return { pid: process.pid, start: startOf(process.pid)?.start ?? '', where: here(), token: randomUUID() };
}

/** Reads what a lock says; undefined when it does not say it completely. */
export function parseOwner(text: string): Owner | undefined {
  const match = /^([1-9]\d*) (\d*) ([0-9a-f-]{36}) (.+)$/.exec(text);
  const [, pid, start, token, where] = match ?? [];
  if (pid === undefined || start === undefined || token === undefined || where === undefined)
    return undefined;
  return { pid: Number(pid), start, token, where };
}

/** What a lock says. */
export function formatOwner({ pid, start, token, where }: Owner): string {
  return `${pid} ${start} ${token} ${where}`;
}

/** Whether the process still runs. */
export function livenessOf(owner: Owner): Liveness {
  if (owner.where !== here()) return 'unknown';
  const found = startOf(owner.pid);
  if (found !== undefined && (found.start !== owner.start || found.ended)) return 'dead';
  return signalable(owner.pid) ? 'alive' : 'dead';
}

/** Start time and whether only a zombie is left, from /proc; undefined where /proc does not tell. */
function startOf(pid: number): { readonly start: string; readonly ended: boolean } | undefined {
  const text = readText(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The command name (field 2) may hold spaces and brackets; the state (field 3) follows the last bracket.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const start = fields[19];
  return start === undefined ? undefined : { start, ended: fields[0] === 'Z' || fields[0] === 'X' };
}

function signalable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

function here(): string {
  const boot = readText('/proc/sys/kernel/random/boot_id')?.trim() ?? hostname();
  try {
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return boot;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
