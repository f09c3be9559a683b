import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmulatorFault } from './emulator.js';
import { runTool } from './run.js';

/** What a user may ask for. `auto`: the processor's own virtualisation where it works. */
export const ACCELERATIONS = ['auto', 'kvm', 'tcg'] as const;
export type Acceleration = (typeof ACCELERATIONS)[number];

/** How QEMU runs the processor of a machine. */
export interface Accelerator {
  readonly args: readonly string[];
  /** For a report: which one, and why not the faster one. */
  readonly said: string;
}

/** What is looked for and started. */
export interface ProbeSetup {
  /** `qemu-system-x86_64`. */
  readonly qemu: string;
  readonly device?: string;
  readonly limitMs?: number;
}

const SOFTWARE = ['-accel', 'tcg'];

/** Processors for KVM, the fastest first. Some hosts have virtual hardware that lacks what `host` promises; kvm64 needs little. */
const PROCESSORS = ['host', 'kvm64'];

/** Software emulation runs the probe in a second. A KVM that needs longer than this, as under some clouds, is no gain. */
const LIMIT_MS = 3000;

/**
 * Chooses how QEMU runs a PC. KVM counts only when a machine has run with it: a /dev/kvm may be closed, and QEMU may abort or
 * hang on what is there. Throws an EmulatorFault when KVM was insisted on and does not work.
 */
export async function accelerator(wanted: Acceleration, setup: ProbeSetup): Promise<Accelerator> {
  if (wanted === 'tcg') return { args: SOFTWARE, said: 'software emulation, as --accel wants it' };
  const { device = '/dev/kvm' } = setup;
  const failures = [];
  for (const processor of existsSync(device) ? PROCESSORS : []) {
    const args = ['-accel', 'kvm', '-cpu', processor];
    const failure = await probe(args, setup);
    if (failure === undefined) return { args, said: `KVM, -cpu ${processor}` };
    failures.push(`with -cpu ${processor} ${failure}`);
  }
  const why = failures.length === 0 ? `there is no ${device}` : `KVM does not work: ${failures.join('; ')}`;
  if (wanted === 'kvm') throw new EmulatorFault(`${why}; --accel tcg does without`);
  return { args: SOFTWARE, said: `software emulation: ${why}` };
}

/** What the probe's machine writes to QEMU's port for it; QEMU ends with twice that and one. Source: qemu hw/misc/debugexit.c. */
const TOLD = 0x10;
const ENDS_WITH = 2 * TOLD + 1;
const PORT = 0xf4;

/** Starts a machine whose boot sector says at once that it runs. Why it did not say so; undefined when it did. */
export async function probe(
  args: readonly string[],
  { qemu, limitMs = LIMIT_MS }: ProbeSetup,
): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'wdgen-probe-'));
  try {
    const disk = join(folder, 'disk');
    writeFileSync(disk, bootSector());
    const machine = ['-M', 'q35', '-m', '64', '-nodefaults', '-display', 'none', '-no-reboot'];
    const drive = ['-drive', `file=${disk},format=raw,if=ide`];
    const port = ['-device', `isa-debug-exit,iobase=${PORT},iosize=4`];
    const call = ['--pdeathsig', 'KILL', qemu, ...machine, ...args, ...drive, ...port];
    const result = await runTool({ command: 'setpriv', args: call, cwd: folder, timeoutMs: limitMs });
    if (result.kind === 'missing') return 'setpriv is missing';
    if (result.kind === 'timed-out') return `nothing ran within ${limitMs / 1000} s`;
    return result.code === ENDS_WITH ? undefined : complaint(result.output, result.code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The last line that QEMU said, without its own name and without the names of its sources. */
function complaint(output: string, code: number): string {
  const line = output.split('\n').at(-1) ?? '';
  const said = line.replace(/^qemu-system-\S+: /, '').replace(/^\S+\.c:\d+: /, '');
  return said === '' ? `QEMU ended with ${code}` : `QEMU said: ${said.slice(0, 200)}`;
}

/** Writes to the port, then stops. In the form that every PC's firmware starts: 512 bytes that end in 55 aa, on a disk of at least a cylinder. */
function bootSector(): Buffer {
  const sector = Buffer.alloc(1024 * 1024);
  // mov al, TOLD; out PORT, al; 1: hlt; jmp 1b
  sector.set([0xb0, TOLD, 0xe6, PORT, 0xf4, 0xeb, 0xfd]);
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}
