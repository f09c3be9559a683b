import type { Emulator, MachineEvent } from '../../system/emulator.js';
import { lockUpProcessor } from '../../system/gdb.js';
import type { Guest, Stages } from '../types.js';
import { pcStages } from './pc-stages.js';
import { lackingIn, type WantedFile } from './pc-wanted.js';

const ANSWER_MS = 60_000;

/** What a started PC is. */
export interface PcMachine {
  readonly machine: Emulator;
  readonly added: readonly string[];
  readonly emulation: string;
  /** The socket of the gdb stub. */
  readonly gdb: string;
  /** What the user's own image has to hold. Its shell has to be asked whether it is there. */
  readonly own: readonly WantedFile[] | undefined;
}

/** A PC that has been started, with a root shell on its second serial line. */
export class PcGuest implements Guest {
  readonly machine: Emulator;
  readonly added: readonly string[];
  readonly emulation: string;
  readonly #gdb: string;
  readonly #own: readonly WantedFile[] | undefined;
  #lacking: readonly string[] | undefined;
  #commands = 0;
  /** Events before this one belong to an earlier start. */
  #seen = 0;

  constructor({ machine, added, emulation, gdb, own }: PcMachine) {
    this.machine = machine;
    this.added = added;
    this.emulation = emulation;
    this.#gdb = gdb;
    this.#own = own;
  }

  stages(): readonly Stages[] {
    return pcStages(this.machine.events);
  }

  /** Waits until a shell answers; after a reset until one answers again. */
  async ready(limitMs: number): Promise<MachineEvent | undefined> {
    this.#seen = Math.max(this.#seen, this.machine.events.findLastIndex(isEvent('RESET')) + 1);
    const asking = setInterval(() => this.#ask(), 2000);
    const found = await this.machine
      .waitFor(({ kind, text }) => kind === 'shell' && text === 'LAB READY', limitMs, this.#seen)
      .finally(() => clearInterval(asking));
    if (found === undefined) return undefined;
    this.#seen = this.machine.events.indexOf(found) + 1;
    if (this.#own !== undefined && this.#lacking === undefined)
      this.#lacking = await lackingIn(
        this.#own,
        async (command) => (await this.run(command, ANSWER_MS))?.text,
      );
    return found;
  }

  /** Of the user's own image: what of the generated files is not in it. Of ours nothing. */
  lacking(): readonly string[] | undefined {
    return this.#own === undefined ? [] : this.#lacking;
  }

  async run(
    command: string,
    limitMs: number,
  ): Promise<{ readonly text: string; readonly status: number } | undefined> {
    const mark = `LAB${this.#commands++} `;
    const from = this.machine.events.length;
    // What was asked before may still be answered: only what follows the first mark belongs to the command.
    const begin = `BEGINS ${mark}`;
    this.machine.type(`echo "${begin}"\n${command}\necho; echo "${mark}$?"\n`);
    const end = await this.machine.waitFor(
      ({ kind, text }) =>
        (kind === 'shell' && text.startsWith(mark)) || (kind === 'qemu' && text === 'RESET'),
      limitMs,
      from,
    );
    if (end === undefined || end.kind === 'qemu') return undefined;
    const said = this.machine.events.slice(from, this.machine.events.indexOf(end));
    const lines = said.flatMap(({ kind, text }) => (kind === 'shell' ? [text] : []));
    const own = lines.slice(lines.lastIndexOf(begin) + 1);
    return { text: own.join('\n').trim(), status: Number.parseInt(end.text.slice(mark.length), 10) };
  }

  async watchdogReset(limitMs: number, from = this.machine.events.length): Promise<MachineEvent | undefined> {
    const fired = await this.machine.waitFor(isEvent('WATCHDOG'), limitMs, from);
    if (fired === undefined) return undefined;
    const at = this.machine.events.indexOf(fired);
    const reset = await this.machine.waitFor(isEvent('RESET'), 5000, at);
    return reset === undefined ? undefined : fired;
  }

  #ask(): void {
    if (this.#own !== undefined) this.machine.type('stty -echo -onlcr; PS1=; PS2=; echo LAB READY\n');
  }

  /** Locks the processor up with interrupts off. False when the emulator would not. */
  async lockUp(): Promise<boolean> {
    return await lockUpProcessor(this.#gdb);
  }

  async stop(): Promise<void> {
    await this.machine.stop();
  }
}

function isEvent(name: string): (event: MachineEvent) => boolean {
  return ({ kind, text }) => kind === 'qemu' && text === name;
}
