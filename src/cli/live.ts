import { writeAll } from './write.js';

/** What a command that takes long has of the terminal while it runs. */
export interface Live {
  /** A line for whoever waits. Goes to stderr at once. */
  readonly progress: (line: string) => void;
  /**
   * Aborted by Ctrl-C or SIGTERM. From the first call on the command has to end by itself when that happens; a second
   * Ctrl-C ends the process all the same.
   */
  readonly interrupted: () => AbortSignal;
}

/** What the terminal gives, and how the process was asked to end, if it was. */
export interface LiveTerminal {
  readonly live: Live;
  readonly endedBy: () => NodeJS.Signals | undefined;
}

/** Signals that ask a process to end, with their numbers. Source: signal(7), x86 and ARM. */
const ENDING = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** Listens to signals only for commands that ask for it: the others are ended by them at once, as is the default. */
export function liveTerminal(): LiveTerminal {
  const controller = new AbortController();
  let endedBy: NodeJS.Signals | undefined;
  let listening = false;
  const listen = () => {
    listening = true;
    const names = Object.keys(ENDING) as (keyof typeof ENDING)[];
    const handlers = names.map((name) => {
      const handler = () => {
        endedBy = name;
        for (const [other, its] of handlers) process.off(other, its);
        controller.abort();
      };
      return [name, handler] as const;
    });
    for (const [name, handler] of handlers) process.on(name, handler);
  };
  return {
    live: {
      progress: (line) => writeAll(2, `${line}\n`),
      interrupted: () => {
        if (!listening) listen();
        return controller.signal;
      },
    },
    endedBy: () => endedBy,
  };
}

/** The exit status of a process that was asked to end: 130 after Ctrl-C. */
export function exitAfter(signal: NodeJS.Signals): number {
  return 128 + (Object.entries(ENDING).find(([name]) => name === signal)?.[1] ?? 0);
}
