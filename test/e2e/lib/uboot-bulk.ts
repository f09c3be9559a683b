// Hundreds of decisions of the generated script in one real U-Boot, because booting is a line on the console here.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { RaucState } from './rauc-model.js';
import * as table from './rauc-table.js';
import { bootScript, makeDisk, UbootMachine } from './uboot.js';

export const SLOTS = ['A', 'B'];
export const TRIES = 3;

/** Works through the cases in `list`, in `folder` of the disk. */
const LOOP = `for n in \${list}; do
  for v in ${table.NAMES.join(' ')}; do setenv \${v}; done
  load virtio 0:1 \${pxefile_addr_r} \${folder}/\${n}.txt
  env import -t \${pxefile_addr_r} \${filesize}
  echo "CASE \${n}"
  source \${ramdisk_addr_r}
done
`;
const SETUP = [
  'virtio scan; load virtio 0:1 ${ramdisk_addr_r} boot.scr; load virtio 0:1 ${scriptaddr} loop.scr',
  `setenv wd_store '${table.PRINT}'`,
];
/** Cases in one folder, and in one line at the prompt. */
export const CHUNK = 28;

/** What the console shows for each case. */
export async function consoles(t: Test, cases: readonly RaucState[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wdgen-uboot-'));
  const files = cases.map((one, index) => [placeOf(index), table.fileOf(one)] as const);
  const disk = makeDisk(folder, {
    'boot.scr': bootScript(folder, table.scriptForMany(TRIES)),
    'loop.scr': bootScript(folder, LOOP),
    ...Object.fromEntries(SLOTS.map((slot) => [`${slot}/Image`, 'loads'])),
    ...Object.fromEntries(files),
  });
  const machine = new UbootMachine(disk);
  t.teardown(async () => {
    await machine.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  for (const line of SETUP) await machine.type(line);
  const found: string[] = [];
  for (let first = 0; first < cases.length; first += CHUNK) {
    const list = cases.slice(first, first + CHUNK).map((_, index) => index);
    const { text, end } = await machine.type(
      `setenv folder cases${first / CHUNK}; setenv list '${list.join(' ')}'; source \${scriptaddr}`,
    );
    const parts = text.split(/^CASE \d+\n/m).slice(1);
    if (end !== 'prompt' || parts.length !== list.length) throw new Error(`U-Boot has ended early:\n${text}`);
    found.push(...parts);
  }
  return found;
}

const placeOf = (index: number) => `cases${Math.floor(index / CHUNK)}/${index % CHUNK}.txt`;

/** Up to the first boot: what follows is there only because the boot was none. */
export const untilBoot = (text: string) => /^[\s\S]*?^\[kernel .*\n/m.exec(text)?.[0] ?? text;
