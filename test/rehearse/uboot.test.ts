// What a rehearsal on U-Boot is made of, without an emulator: the moved script, the environment, the reading of a console.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import t from 'tap';
import { artefactsOf } from '../../src/backends/index.js';
import type { RollbackPlan } from '../../src/plan/types.js';
import { cpio } from '../../src/rehearse/guests/cpio.js';
import { readBoots, stagesOf } from '../../src/rehearse/guests/uboot-boots.js';
import { mediumOf, readEnvironment } from '../../src/rehearse/guests/uboot-environment.js';
import {
  movedScript,
  placesOf,
  startScript,
  withoutCounting,
} from '../../src/rehearse/guests/uboot-script.js';
import { misfitting } from '../../src/rehearse/scenarios/uboot/power-cuts.js';
import { misfit, misfitUnarmed } from '../../src/rehearse/scenarios/uboot/story.js';
import type { MachineEvent } from '../../src/system/emulator.js';
import { rock64Fixture, rollbackFixture } from '../lib/plan-rollback.js';
import { need } from '../tools/lib/need.js';

const script = artefactsOf(rock64Fixture()).find(({ path }) => path === 'u-boot/boot.cmd')?.text ?? '';

t.test('only partitions and the serial line of the script are replaced, and each is said', async (t) => {
  const { text, changes } = movedScript(script, placesOf(rollbackFixture()));
  const before = script.split('\n');
  const changed = text.split('\n').filter((line, index) => line !== before[index]);
  t.equal(changed.length, 4, 'two slots, two lines each');
  t.ok(changed.every((line) => /^\s*wd_(from='virtio 0:[23]'|args='console=ttyAMA0 root=)/.test(line)));
  t.match(changes, [
    /wd_from='mmc 1:2' is wd_from='virtio 0:2'/,
    /console=ttyS2,1500000n8 is .*console=ttyAMA0/,
    /wd_from='mmc 1:3' is wd_from='virtio 0:3'/,
  ]);
});

t.test('a script without its counting lacks exactly those lines', async (t) => {
  const removed = script.split('\n').length - withoutCounting(script).split('\n').length;
  t.equal(removed, 2);
  t.notMatch(withoutCounting(script), /LEFT \$\{wd_next\}/);
});

t.test('the environment stays at the offsets of the board', async (t) => {
  t.strictSame(mediumOf(rollbackFixture()), { size: 0x8000, offsets: [0x3f_8000, 0x3f_0000] });
  const text = startScript(mediumOf(rollbackFixture()));
  t.match(text, 'virtio read 58000000 1fc0 40');
  t.match(text, 'virtio read 58100000 1f80 40');
});

const SMALL = { size: 64, offsets: [0, 64] };

function copy(flag: number, text: string, valid = true): Buffer {
  const bytes = Buffer.alloc(64);
  bytes[4] = flag;
  bytes.write(`${text}\0\0`, 5, 'latin1');
  bytes.writeUInt32LE(valid ? crc32(bytes.subarray(5)) : 1, 0);
  return bytes;
}

t.test('of two copies U-Boot takes the whole one, then the newer one; 255 is followed by 0', async (t) => {
  const read = (...copies: Buffer[]) => readEnvironment(Buffer.concat(copies), SMALL);
  t.strictSame(read(copy(1, 'a=1'), copy(2, 'a=2')), { a: '2' });
  t.strictSame(read(copy(2, 'a=1'), copy(2, 'a=2')), { a: '1' });
  t.strictSame(read(copy(255, 'a=1'), copy(0, 'a=2')), { a: '2' });
  t.strictSame(read(copy(0, 'a=1'), copy(255, 'a=2')), { a: '1' });
  t.strictSame(read(copy(1, 'a=1'), copy(2, 'a=2', false)), { a: '1' });
  t.equal(read(copy(1, 'a=1', false), copy(2, 'a=2', false)), undefined);
});

function line(atMs: number, text: string): MachineEvent {
  return { atMs, kind: 'console', text };
}

t.test('a console is read start by start', async (t) => {
  const [first, second, ...rest] = readBoots([
    line(10, 'wdgen: slot B, 2 more tries after this one'),
    line(20, 'Starting kernel ...'),
    line(30, '[lab] user space: slot B'),
    line(40, '[lab] feeder has opened the device: i6300ESB timer, 10 s'),
    line(41, '[lab] hangs'),
    { atMs: 100, kind: 'qemu', text: 'WATCHDOG' },
    { atMs: 101, kind: 'qemu', text: 'RESET' },
    line(130, '[lab] user space: slot A degraded'),
    line(131, '[lab] no feeder'),
    line(140, '[lab] commit: 3'),
    { atMs: 150, kind: 'qemu', text: 'RESET' },
  ]);
  t.match(first, {
    counted: { slot: 'B', left: '2' },
    kernelMs: 20,
    user: { atMs: 30, slot: 'B', degraded: false },
    feedMs: 40,
    fault: { atMs: 41, kind: 'hang' },
    lastLineMs: 41,
    reset: { atMs: 101, watchdog: true },
  });
  t.match(second, {
    startMs: 101,
    user: { slot: 'A', degraded: true },
    unfed: 'no-feeder',
    commit: { status: 3 },
    reset: { watchdog: false },
  });
  t.equal(rest.length, 1, 'the one that goes on');
  t.strictSame(first && stagesOf(first), { loader: 20, kernel: 10, userspace: 10 });
  t.strictSame(rest[0] && stagesOf(rest[0]), {});
});

const state = (a: number, b: number, refilled = 0) => ({
  BOOT_ORDER: 'B A',
  BOOT_A_LEFT: String(a),
  BOOT_B_LEFT: String(b),
  wd_refilled: String(refilled),
});

t.test('what a power cut may leave behind, and what not', async (t) => {
  const user = { atMs: 1, slot: 'B', degraded: false };
  const commit = { atMs: 2, status: 0 };
  const wrong = (before: object, after: object, reached: object) =>
    misfitting(rollbackFixture(), { before: { ...before }, after: { ...after }, reached });
  t.equal(wrong(state(3, 3), state(3, 3), {}), undefined, 'cut before saving');
  t.equal(wrong(state(3, 3), state(3, 2), {}), undefined, 'cut after saving');
  t.match(wrong(state(3, 3), state(3, 3), { kernelMs: 1 }), /A:3 B:3, .* possible is A:3 B:2/, 'not counted');
  t.match(wrong(state(3, 3), state(2, 3), {}), /possible/, 'the other slot is counted');
  t.match(wrong(state(3, 3), state(3, 1), { kernelMs: 1 }), /possible/, 'counted twice');
  t.equal(
    wrong(state(3, 1), state(3, 3), { kernelMs: 1, user }),
    undefined,
    'marked good just before the cut',
  );
  t.match(
    wrong(state(3, 1), state(3, 0), { kernelMs: 1, user, commit }),
    /possible/,
    'a commit that did nothing',
  );
  t.equal(wrong(state(3, 0), state(2, 0), { kernelMs: 1 }), undefined, 'B is used up, A is counted');
  t.equal(wrong(state(0, 0), state(3, 2, 1), { kernelMs: 1 }), undefined, 'refilled, once');
  t.match(wrong(state(0, 0, 1), state(3, 2, 1), { kernelMs: 1 }), /possible/, 'refilled twice');
});

t.test('targets that cannot be rehearsed say why', async (t) => {
  t.match(misfit({ ...rock64Fixture(), rollback: null }), 'no boot-count rollback');
  t.match(misfit(rock64Fixture({ rollback: { scheme: 'rauc-bootmeth' } })), 'BOOTMETH_RAUC chooses the slot');
  t.match(misfit(rock64Fixture()), 'without an initrd');
  const slots = rollbackFixture().slots.map((slot) => ({
    ...slot,
    boot: slot.boot && { ...slot.boot, initrd: 'boot/initrd' },
  }));
  t.equal(misfit(rock64Fixture({ rollback: { slots } })), undefined);
  const unarmed = rock64Fixture({ rollback: { slots }, watchdog: { armed: false } });
  t.match(misfitUnarmed(unarmed), 'nothing opens the watchdog today');
});

t.test("Debian's U-Boot for QEMU is what the reasons say it is", async (t) => {
  const file = '/usr/lib/u-boot/qemu_arm64/u-boot.bin';
  if (!need(t, [{ path: file, debian: 'u-boot-qemu' }])) return;
  const text = readFileSync(file, 'latin1');
  for (const word of ['bootlimit', 'altbootcmd', 'upgrade_available', 'raucargs'])
    t.notOk(text.includes(word), `it knows no ${word}`);
  t.ok(text.includes('MMC support not available'));
  const scheme = (one: RollbackPlan['scheme']) => misfit(rock64Fixture({ rollback: { scheme: one } }));
  t.match(scheme('uboot-bootcount'), 'built without CONFIG_BOOTCOUNT_ENV');
  t.match(scheme('rauc-bootmeth'), 'looks at MMC only');
  t.match(scheme('systemd-boot'), 'systemd-boot counts');
  t.match(scheme('grub'), 'GRUB counts');
});

t.test('an initrd is what cpio reads', async (t) => {
  if (!need(t, [{ command: 'cpio', debian: 'cpio' }])) return;
  const folder = join(t.testdir({}), 'x');
  mkdirSync(folder);
  const archive = cpio([
    { path: 'a/b/run', bytes: Buffer.from('hello\n'), mode: 0o755 },
    { path: 'a/link', link: 'b/run' },
    { path: 'empty' },
  ]);
  writeFileSync(join(folder, 'archive'), archive);
  execFileSync('cpio', ['-id', '--quiet', '--no-absolute-filenames', '-F', 'archive'], { cwd: folder });
  t.equal(readFileSync(join(folder, 'a/link'), 'utf8'), 'hello\n');
  const list = execFileSync('cpio', ['-tv', '--quiet', '-F', 'archive'], { cwd: folder, encoding: 'utf8' });
  t.match(list, /^-rwxr-xr-x.* a\/b\/run$/m);
  t.match(list, /^drwxr-xr-x.* empty$/m);
});
