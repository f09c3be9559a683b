import type { Emulator, MachineEvent } from '../../system/emulator.js';
import type { Guest, Stages } from '../types.js';
import { readBoots, stagesOf } from './uboot-boots.js';

/** A machine that U-Boot has started, with its shell on the only serial line it has. */
export class UbootGuest implements Guest {
  #commands = 0;

  constructor(
    readonly machine: Emulator,
    readonly added: readonly string[],
  ) {}

  stages(): readonly Stages[] {
    return readBoots(this.machine.events).map(stagesOf);
  }

  ready(limitMs: number): Promise<MachineEvent | undefined> {
    return this.machine.waitFor(({ text }) => text === '[lab] shell', limitMs);
  }

  async run(command: string, limitMs: number): ReturnType<Guest['run']> {
    const { machine } = this;
    const mark = `[lab] ended ${++this.#commands}`;
    const from = machine.events.length;
    machine.type(`${command}\necho; echo "${mark} $?"\n`);
    const end = await this.#pokedUntil(`${mark} `, limitMs, from);
    if (end === undefined) return undefined;
    const lines = machine.events.slice(from, machine.events.indexOf(end)).filter(isSaid);
    const text = lines.map((line) => line.text).join('\n');
    return { text: text.replace(/\n$/, ''), status: Number(end.text.slice(mark.length)) };
  }

  /** QEMU's serial line may hold back what was typed last until something more comes. */
  async #pokedUntil(start: string, limitMs: number, from: number): Promise<MachineEvent | undefined> {
    const { machine } = this;
    const until = machine.nowMs + limitMs;
    for (;;) {
      const ends = ({ text }: MachineEvent) => text.startsWith(start) || text === 'RESET';
      const end = await machine.waitFor(ends, 500, from);
      // A key after a reset would keep U-Boot from booting.
      if (end?.text === 'RESET') return undefined;
      if (end !== undefined || machine.ended || machine.nowMs >= until) return end;
      machine.type('\n');
    }
  }

  watchdogReset(limitMs: number, from = 0): Promise<MachineEvent | undefined> {
    return this.machine.waitFor(({ kind, text }) => kind === 'qemu' && text === 'WATCHDOG', limitMs, from);
  }

  stop(): Promise<void> {
    return this.machine.stop();
  }
}

/** The kernel and the lab write to the same line. */
function isSaid({ kind, text }: MachineEvent): boolean {
  return kind === 'console' && !/^\[( *\d+\.\d+|lab)\]/.test(text);
}
