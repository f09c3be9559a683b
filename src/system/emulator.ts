import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { namesOrNone } from '../disk/listing.js';

/** Something that happened to an emulated machine, in milliseconds since it was started. */
export interface MachineEvent {
  readonly atMs: number;
  /** A line of the console, or the name of an event of QEMU: `WATCHDOG`, `RESET`, `SHUTDOWN`, `GUEST_PANICKED`. */
  readonly kind: 'console' | 'shell' | 'qemu';
  readonly text: string;
}

/** How a machine is started. The console, a shell and QMP are added. */
export interface EmulatorSetup {
  /** `qemu-system-x86_64`. */
  readonly command: string;
  readonly args: readonly string[];
  /** Whether the machine has a second serial line with a shell on it; without, everything is on the first. */
  readonly shell: boolean;
  /** The folder in which it makes its own. Default: the system's for temporary files. */
  readonly under?: string;
  readonly onEvent?: (event: MachineEvent) => void;
}

/** The emulator is not installed, or ended at once with this message. */
export class EmulatorFault extends Error {}

/** A machine in QEMU: its console line by line, its shell, and the events with which QEMU says why it was reset. */
export class Emulator {
  readonly #folder: string;
  readonly #qemu: ChildProcess;
  readonly #startMs = performance.now();
  readonly #events: MachineEvent[] = [];
  readonly #onEvent: (event: MachineEvent) => void;
  #line = { console: '', shell: '' };
  #errors = '';
  #said = 0;
  #qmp: Socket | undefined;
  #ended = false;
  #waiting = new Set<() => void>();

  constructor({ command, args, shell, under, onEvent }: EmulatorSetup) {
    this.#folder = mkdtempSync(join(under ?? tmpdir(), 'wdgen-machine-'));
    this.#onEvent = onEvent ?? (() => {});
    const serial = shell
      ? ['-serial', `file:${join(this.#folder, 'console')}`, '-serial', 'stdio']
      : ['-serial', 'stdio'];
    const qmp = ['-qmp', `unix:${join(this.#folder, 'qmp')},server=on,wait=off`];
    // QEMU's files without a name belong into the folder, too: where it is full, everything is.
    const env = { ...process.env, TMPDIR: this.#folder };
    // A machine must not outlive the run, even one that is killed: setpriv (util-linux) has the kernel see to it.
    const quoted = ['--pdeathsig', 'KILL', command, ...args, '-display', 'none', ...serial, ...qmp];
    this.#qemu = spawn('setpriv', quoted, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#qemu.stdin?.on('error', () => {});
    const stream = shell ? 'shell' : 'console';
    this.#qemu.stdout?.setEncoding('latin1').on('data', (text: string) => this.#read(stream, text));
    this.#qemu.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-4000);
    });
    this.#qemu.on('error', (error) => this.#end(error.message));
    this.#qemu.on('close', () => this.#end(''));
  }

  /** Milliseconds since the machine was started. */
  get nowMs(): number {
    return Math.round(performance.now() - this.#startMs);
  }

  /**
   * Processor time that the emulator has had. A guest that waits by counting in a loop waits longer than it means to
   * where the host is busy: by what is missing here. Source: proc(5), /proc/PID/stat; a tick is 10 ms on Linux.
   */
  get cpuMs(): number {
    try {
      const text = readFileSync(`/proc/${this.#qemu.pid}/stat`, 'latin1');
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    } catch {
      return 0;
    }
  }

  /** How much it has said on the serial line that is listened to. */
  get saidBytes(): number {
    return this.#said;
  }

  /**
   * What its files without a name take on the disk: QEMU keeps in such a file what a disk with `snapshot=on` was written. Source:
   * proc(5), /proc/PID/fd; QEMU 7.2 block.c (bdrv_append_temp_snapshot).
   */
  get unnamedBytes(): number {
    const folder = `/proc/${this.#qemu.pid}/fd`;
    return namesOrNone(folder).reduce((sum, name) => sum + unnamedBlocks(join(folder, name)) * 512, 0);
  }

  /** Everything that happened so far, in order. */
  get events(): readonly MachineEvent[] {
    return this.#events;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** What QEMU said on its standard error, for a machine that did not start. */
  get errors(): string {
    return this.#errors;
  }

  /** The whole console, where it has a line of its own. */
  get console(): string {
    return readFileSync(join(this.#folder, 'console'), 'latin1');
  }

  /** Types on the shell, or on the console where there is no shell. */
  type(text: string): void {
    if (!this.#ended) this.#qemu.stdin?.write(text);
  }

  /** Waits for an event from a moment on. Undefined when it did not come in time, or the machine ended without it. */
  async waitFor(
    matches: (event: MachineEvent) => boolean,
    limitMs: number,
    from = 0,
  ): Promise<MachineEvent | undefined> {
    const until = this.nowMs + limitMs;
    for (let next = from; ; ) {
      for (; next < this.#events.length; next++) {
        const event = this.#events[next];
        if (event !== undefined && matches(event)) return event;
      }
      if (this.#ended || this.nowMs >= until) return undefined;
      await this.#news(until - this.nowMs);
    }
  }

  /** Opens QMP, so that QEMU tells its events from now on. */
  async listen(): Promise<void> {
    for (let tries = 0; tries < 100 && !this.#ended; tries++) {
      const socket = await opened(join(this.#folder, 'qmp'));
      if (socket !== undefined) {
        this.#qmp = socket;
        this.#readQmp(socket);
        this.command('qmp_capabilities');
        return;
      }
      await pause(50);
    }
    throw new EmulatorFault(this.#errors.trim() || 'QEMU did not open its control socket');
  }

  /** Sends a QMP command; its answer is not waited for. */
  command(name: string, args: Readonly<Record<string, unknown>> = {}): void {
    this.#qmp?.write(`${JSON.stringify({ execute: name, arguments: args })}\n`);
  }

  /** Cuts the power. */
  async stop(): Promise<void> {
    this.#qemu.kill('SIGKILL');
    while (!this.#ended) await this.#news(1000);
    this.#qmp?.destroy();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #read(stream: 'console' | 'shell', text: string): void {
    this.#said += text.length;
    const lines = (this.#line[stream] + text).split('\n');
    this.#line[stream] = lines.pop() ?? '';
    for (const line of lines) this.#tell({ kind: stream, text: line.replace(/\r/g, '') });
  }

  #readQmp(socket: Socket): void {
    let rest = '';
    socket.setEncoding('utf8').on('error', () => {});
    socket.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const name = /"event": ?"([A-Z_]+)"/.exec(line)?.[1];
        if (name !== undefined) this.#tell({ kind: 'qemu', text: name });
      }
    });
  }

  #tell(event: Omit<MachineEvent, 'atMs'>): void {
    const told = { ...event, atMs: this.nowMs };
    this.#events.push(told);
    this.#onEvent(told);
    this.#wake();
  }

  #end(error: string): void {
    this.#errors += error;
    this.#ended = true;
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  #news(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(1, limitMs));
      this.#waiting.add(done);
    });
  }
}

function unnamedBlocks(descriptor: string): number {
  const found = statSync(descriptor, { throwIfNoEntry: false });
  return found?.isFile() === true && found.nlink === 0 ? found.blocks : 0;
}

function opened(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}
