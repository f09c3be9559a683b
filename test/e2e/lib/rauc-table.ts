import type { RaucOutcome, RaucState } from './rauc-model.js';
import { generated, labPlan, readBoot } from './uboot-lab.js';

/** The variables of a case, in the order in which everything here lists them. */
export const NAMES = ['BOOT_ORDER', 'BOOT_A_LEFT', 'BOOT_B_LEFT', 'wd_intent', 'wd_refilled'] as const;

/** A state with two counters, and no flags. */
export function state(order: string | undefined, a: string | undefined, b: string | undefined): RaucState {
  return { order, left: { A: a, B: b }, intent: undefined, refilled: undefined };
}

/** The values of NAMES. */
export function variablesOf({ order, left, intent, refilled }: RaucState): (string | undefined)[] {
  return [order, left['A'], left['B'], intent, refilled];
}

/** A text for `env import -t`. */
export function fileOf(one: RaucState): string {
  const lines = variablesOf(one).map((value, index) => `${NAMES[index]}=${value ?? ''}\n`);
  return lines.join('');
}

/** U-Boot has no empty values. */
export function withoutEmpty({ order, left, intent, refilled }: RaucState): RaucState {
  const plain = (value: string | undefined) => (value === '' ? undefined : value);
  return { order: plain(order), left: { A: plain(left['A']), B: plain(left['B']) }, intent, refilled };
}

/** In the place of saving. A value that is longer than U-Boot's print buffer is printed without its end and the line feed. */
export const PRINT = `echo SAVED; ${NAMES.map((name) => `env print ${name}; echo`).join('; ')}; echo END`;

/** The last state that PRINT printed. */
export function savedOf(text: string): (string | undefined)[] | null {
  return allSaved(text).at(-1) ?? null;
}

/** Every state that PRINT printed, in order. */
export function allSaved(text: string): (string | undefined)[][] {
  return text
    .split('\nSAVED\n')
    .slice(1)
    .map((block) => {
      const lines = block.slice(0, block.indexOf('\nEND\n')).split('\n');
      return NAMES.map((name) =>
        lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1, name.length + 201),
      );
    });
}

/** As the console shows it: byte by byte. */
function onConsole(values: readonly (string | undefined)[]): (string | undefined)[] {
  return values.map((value) =>
    value === undefined ? undefined : Buffer.from(value).toString('latin1').slice(0, 200),
  );
}

/** What the console has to show of a boot. */
export interface Decision {
  readonly slot: string | null;
  readonly degraded: boolean;
  readonly saved: readonly (string | undefined)[] | null;
}

/** The model's outcome as the console shows it. */
export function expectedOf({ slot, degraded, saved }: RaucOutcome): Decision {
  return { slot, degraded, saved: saved === null ? null : onConsole(variablesOf(saved)) };
}

/** What the console shows, up to the kernel. */
export function decisionOf(text: string): Decision {
  const { kernel, args } = readBoot(text);
  return { slot: kernel, degraded: args.endsWith('wdgen.degraded'), saved: savedOf(text) };
}

/** Booting is a line on the console here, in the form of a `resettingKernel`, so that many cases run in one machine. */
const STAND_IN = '      echo "[kernel ${wd_try}] ${bootargs}"';

/**
 * The generated script with `booti` and the resets at its end put out of action: up to the first boot it is the
 * generated one, byte for byte; what it does after that, as if the kernel had not started, nobody looks at.
 */
export function scriptForMany(tries: number): string {
  const script = generated(labPlan({ tries }), 'u-boot/boot.cmd');
  const [head, ...rest] = script.split('\n# Nothing could be loaded.');
  const many = head?.replace(/^ +if test \$\{wd_loaded\} = yes; then booti .*$/m, STAND_IN);
  if (rest.length !== 1 || many === undefined || many === head) throw new Error('the script looks different');
  return `${many}\n`;
}
