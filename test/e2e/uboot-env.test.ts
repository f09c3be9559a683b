// Power cuts while the environment is written: a redundant image of mkenvimage, written by the real fw_setenv with the
// generated fw_env.config. What U-Boot makes of the copies follows its source (test/e2e/lib/uboot-env.ts); not proven
// here: a U-Boot that is built with that medium, and what a medium itself does to a sector when the power goes.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { figure } from '../lib/figures.js';
import { need } from '../tools/lib/need.js';
import { ubootTools } from './lib/uboot.js';
import { readCopy, ubootChooses } from './lib/uboot-env.js';
import { generated, labPlan, UbootLab } from './lib/uboot-lab.js';

const SIZE = 0x2000;
const OFFSETS = [0x10000, 0x20000] as const;
const TOOLS = [
  { command: 'mkenvimage', debian: 'u-boot-tools' },
  { command: 'fw_setenv', debian: 'libubootenv-tool' },
];

/** A medium with both copies as the image build leaves them, and the generated files for it. */
class Medium {
  readonly #folder: string;
  readonly #device: string;

  constructor(t: Test) {
    this.#folder = t.testdir({});
    this.#device = join(this.#folder, 'medium');
    const environment = {
      medium: 'mmc',
      device: this.#device,
      size: SIZE,
      uboot: { interface: 'mmc', device: 0 },
      offset: OFFSETS[0],
      redundantOffset: OFFSETS[1],
    } as const;
    const plan = labPlan({ environment });
    writeFileSync(join(this.#folder, 'env.txt'), generated(plan, 'u-boot/env.txt'));
    writeFileSync(join(this.#folder, 'fw_env.config'), generated(plan, 'rootfs/etc/fw_env.config'));
    const image = join(this.#folder, 'image');
    execFileSync('mkenvimage', ['-r', '-s', String(SIZE), '-o', image, join(this.#folder, 'env.txt')]);
    const bytes = Buffer.alloc(0x30000, 0xff);
    for (const offset of OFFSETS) readFileSync(image).copy(bytes, offset);
    this.bytes = bytes;
  }

  get bytes(): Buffer {
    return readFileSync(this.#device);
  }

  set bytes(bytes: Uint8Array) {
    writeFileSync(this.#device, bytes);
  }

  /** `fw_setenv`. */
  set(name: string, value: string, ...more: readonly string[]): void {
    execFileSync('fw_setenv', [...this.#config(), ...more, name, value], { stdio: 'pipe' });
  }

  /** What Linux reads; null when it finds no environment. */
  linux(name: string, ...more: readonly string[]): string | null {
    const { status, stdout } = spawnSync('fw_printenv', [...this.#config(), ...more, '-n', name], {
      encoding: 'utf8',
    });
    return status === 0 ? stdout.trimEnd() : null;
  }

  /** `fw_printenv -f env.txt`: what the tools start from when there is no environment. */
  get defaults(): readonly string[] {
    return ['-f', join(this.#folder, 'env.txt')];
  }

  /** The data of the copy that U-Boot takes, and one variable of it; null when it takes none. */
  uboot(name: string): string | null {
    return this.chosen()?.variables.get(name) ?? null;
  }

  chosen() {
    const bytes = this.bytes;
    const [first, second] = OFFSETS.map((offset) => readCopy(bytes.subarray(offset, offset + SIZE)));
    if (first === undefined || second === undefined) throw new Error('two copies');
    return ubootChooses(first, second);
  }

  #config(): readonly string[] {
    return ['-c', join(this.#folder, 'fw_env.config')];
  }
}

/** Where the write is cut: all over the copy, and byte by byte where the header is. */
function cuts(): number[] {
  const even = Array.from({ length: 64 }, (_, index) => Math.round((index * SIZE) / 63));
  return [...new Set([...Array(48).keys(), ...even])];
}

/** The medium when the power went after `cut` bytes of the copy that differs; the rest is old, or erased. */
function torn(before: Buffer, after: Buffer, cut: number, rest: 'old' | 'erased'): Buffer {
  const offset = OFFSETS.find(
    (one) => !before.subarray(one, one + SIZE).equals(after.subarray(one, one + SIZE)),
  );
  if (offset === undefined) throw new Error('nothing was written');
  const result = Buffer.from(before);
  if (rest === 'erased') result.fill(0xff, offset, offset + SIZE);
  after.copy(result, offset, offset, offset + cut);
  return result;
}

if (need(t, TOOLS)) {
  t.test('the tools read what mkenvimage made, both copies alike', async (t) => {
    const medium = new Medium(t);
    t.equal(medium.linux('BOOT_ORDER'), 'A B');
    t.equal(medium.uboot('BOOT_ORDER'), 'A B');
    t.equal(medium.uboot('BOOT_B_LEFT'), '3');
  });

  t.test('a write that is cut off leaves the old value or the new one, to Linux and to U-Boot', async (t) => {
    const medium = new Medium(t);
    let points = 0;
    for (const [old, value] of [
      ['3', '2'],
      ['2', '1'],
      ['1', '3'],
    ] as const) {
      const before = medium.bytes;
      medium.set('BOOT_B_LEFT', value);
      const after = medium.bytes;
      for (const rest of ['old', 'erased'] as const) {
        const bad = cuts().filter((cut) => {
          medium.bytes = torn(before, after, cut, rest);
          const [linux, uboot] = [medium.linux('BOOT_B_LEFT'), medium.uboot('BOOT_B_LEFT')];
          points += 1;
          return linux !== uboot || (linux !== old && linux !== value);
        });
        t.same(bad, [], `${old} -> ${value}, the rest is ${rest}`);
      }
      medium.bytes = after;
      t.equal(medium.uboot('BOOT_B_LEFT'), value, 'the whole write is there');
    }
    t.ok(points >= 420, `${points} cut points over both copies`);
    if (t.passing())
      figure(36, {
        part: 'writes cut off, read by fw_printenv and by the rules of U-Boot',
        cases: points,
        held: points,
      });
  });

  t.test('after flag 255 comes 0', async (t) => {
    const medium = new Medium(t);
    const bytes = medium.bytes;
    bytes[OFFSETS[0] + 4] = 255;
    bytes[OFFSETS[1] + 4] = 254;
    medium.bytes = bytes;
    medium.set('BOOT_B_LEFT', '1');
    t.equal(medium.bytes[OFFSETS[1] + 4], 0);
    t.equal(medium.linux('BOOT_B_LEFT'), '1');
    t.equal(medium.uboot('BOOT_B_LEFT'), '1');
  });

  t.test(
    'both copies bad: the defaults of env.txt, and one fw_setenv makes a whole environment again',
    async (t) => {
      const medium = new Medium(t);
      const bytes = medium.bytes;
      for (const offset of OFFSETS) bytes[offset + 100] = 0x55;
      medium.bytes = bytes;
      t.equal(
        medium.uboot('BOOT_ORDER'),
        null,
        'U-Boot starts with its own, and the script with its defaults',
      );
      t.equal(medium.linux('BOOT_ORDER', ...medium.defaults), 'A B');
      medium.set('BOOT_A_LEFT', '2', ...medium.defaults);
      t.equal(medium.uboot('BOOT_A_LEFT'), '2');
      t.equal(medium.uboot('BOOT_B_LEFT'), '3', 'not only the one variable');
      t.match(medium.uboot('bootcmd'), 'env default', 'with a bootcmd');
    },
  );

  t.test('the real U-Boot boots from either side of a cut', async (t) => {
    if (!need(t, ubootTools)) return;
    const medium = new Medium(t);
    medium.set('BOOT_ORDER', 'B A');
    const before = medium.bytes;
    medium.set('BOOT_B_LEFT', '0');
    const after = medium.bytes;
    for (const [cut, kernel] of [
      [60, 'B'],
      [SIZE, 'A'],
    ] as const) {
      medium.bytes = torn(before, after, cut, 'erased');
      const variables = [...(medium.chosen()?.variables ?? [])].filter(([name]) => name !== 'bootcmd');
      const machine = new UbootLab(t, { plan: labPlan(), variables: Object.fromEntries(variables) });
      t.equal((await machine.boot()).kernel, kernel);
    }
  });
}
