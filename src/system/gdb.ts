import { connect, type Socket } from 'node:net';

/** Bit 9 of the flags register: without it a processor takes no interrupts. Source: Intel SDM vol. 1, 3.4.3. */
const INTERRUPTS = 0x200;

/**
 * Locks the only processor of an x86-64 machine up for good, by QEMU's gdb stub: it jumps to itself with interrupts off,
 * whatever it ran. The machine's devices and clocks go on. Packets: GDB manual, appendix E.2; rip is register 16 and
 * eflags register 17 of gdb's i386:x86-64 description.
 */
export async function lockUpProcessor(socketPath: string): Promise<boolean> {
  const stub = await Stub.open(socketPath);
  if (stub === undefined) return false;
  try {
    // QEMU answers `p` and `P` only to whom it has told the registers' numbers (7.2 gdbstub.c, gdb_has_xml).
    await stub.ask('qXfer:features:read:target.xml:0,fff');
    const rip = littleEndian(await stub.ask('p10'));
    const flags = littleEndian(await stub.ask('p11'));
    if (rip === undefined || flags === undefined) return false;
    const written = await stub.ask(`M${rip.toString(16)},2:ebfe`);
    const set = await stub.ask(`P11=${bytesOf(Number(flags) & ~INTERRUPTS)}`);
    await stub.ask('D');
    return written === 'OK' && set === 'OK';
  } finally {
    stub.close();
  }
}

/** A register as the stub sends it: bytes in hexadecimal, the least first; undefined for anything else. */
function littleEndian(hex: string): bigint | undefined {
  if (!/^([0-9a-f]{2})+$/.test(hex)) return undefined;
  const bytes = hex.match(/../g) ?? [];
  return BigInt(`0x${bytes.toReversed().join('')}`);
}

function bytesOf(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes.toString('hex');
}

/** How long a stub may take on a busy host. */
const ANSWER_MS = 30_000;

/**
 * One packet after the other: `$text#checksum`, each acknowledged with `+`. The connection itself stops the machine, and
 * QEMU says so in a packet that nobody asked for (`T02thread:01;`), sometimes after the first question.
 */
class Stub {
  #received = '';
  #wake: () => void = () => {};

  private constructor(readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string) => {
      this.#received += text;
      this.#wake();
    });
    socket.on('error', () => this.#wake());
  }

  static open(path: string): Promise<Stub | undefined> {
    return new Promise((resolve) => {
      const socket = connect(path);
      socket.once('connect', () => resolve(new Stub(socket)));
      socket.once('error', () => resolve(undefined));
    });
  }

  /** The answer to a packet; empty when none came in time. */
  async ask(text: string): Promise<string> {
    const sum = [...Buffer.from(text)].reduce((all, one) => (all + one) % 256, 0);
    this.#received = '';
    this.socket.write(`+$${text}#${sum.toString(16).padStart(2, '0')}`);
    const until = performance.now() + ANSWER_MS;
    for (;;) {
      const packets = [...this.#received.matchAll(/\$([^#]*)#../g)].map(([, packet = '']) => packet);
      const answer = packets.find((packet) => !/^[TS][0-9a-f]{2}/.test(packet));
      if (answer !== undefined) return answer;
      const left = until - performance.now();
      if (left <= 0) return '';
      await this.#news(left);
    }
  }

  close(): void {
    this.socket.write('+');
    this.socket.end();
  }

  #news(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
