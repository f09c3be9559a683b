// KVM counts only when a machine has run with it. QEMU is real where the probe itself is tried; a stand-in for it plays hosts
// with a KVM that works, aborts, hangs or needs another processor.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { accelerator, probe } from '../../src/system/accelerator.js';
import { EmulatorFault } from '../../src/system/emulator.js';
import { need } from './lib/need.js';

const SETPRIV = { command: 'setpriv', debian: 'util-linux' };
const RUNS = 'exit 33';
const ABORTS =
  'echo "qemu-system-x86_64: ../../target/i386/kvm/kvm.c:3183: kvm_buf_set_msrs: Assertion \\`ret == 1\' failed." >&2; kill -ABRT $$';

/** A QEMU that does this for each processor, and a /dev/kvm. */
function host(t: Test, { host: onHost = RUNS, kvm64 = RUNS, kvm = true } = {}) {
  const folder = t.testdir(kvm ? { kvm: '' } : {});
  const qemu = join(folder, 'qemu');
  writeFileSync(qemu, `#!/bin/sh\ncase "$*" in *'-cpu host'*) ${onHost} ;; *) ${kvm64} ;; esac\n`);
  chmodSync(qemu, 0o755);
  return { qemu, device: join(folder, 'kvm'), limitMs: 300 };
}

t.test('the probe runs code in a real machine, and sees that nothing runs', async (t) => {
  const qemu = 'qemu-system-x86_64';
  if (!need(t, [SETPRIV, { command: qemu, debian: 'qemu-system-x86' }])) return;
  t.equal(await probe(['-accel', 'tcg'], { qemu, limitMs: 60_000 }), undefined);
  t.match(await probe(['-accel', 'tcg', '-S'], { qemu, limitMs: 500 }), 'nothing ran within 0.5 s');
  t.match(await probe(['-accel', 'none'], { qemu }), /^QEMU said: .*invalid accelerator none/);
});

t.test('KVM is taken where it works, with the first processor that does', async (t) => {
  if (!need(t, [SETPRIV])) return;
  t.match(await accelerator('auto', host(t)), {
    args: ['-accel', 'kvm', '-cpu', 'host'],
    said: 'KVM, -cpu host',
  });
  t.match(await accelerator('kvm', host(t, { host: ABORTS })), { args: ['-accel', 'kvm', '-cpu', 'kvm64'] });
});

t.test('a /dev/kvm that is no use: software emulation, and why', async (t) => {
  if (!need(t, [SETPRIV])) return;
  const broken = host(t, { host: ABORTS, kvm64: 'exec sleep 60' });
  const { args, said } = await accelerator('auto', broken);
  t.strictSame(args, ['-accel', 'tcg']);
  t.equal(
    said,
    "software emulation: KVM does not work: with -cpu host QEMU said: kvm_buf_set_msrs: Assertion `ret == 1' failed.; with -cpu kvm64 nothing ran within 0.3 s",
  );
  const silent = host(t, { host: 'kill -ABRT $$', kvm64: 'exit 1' });
  t.match(await accelerator('auto', silent), {
    said: /with -cpu host QEMU ended with 134; with -cpu kvm64 QEMU ended with 1$/,
  });
  t.match(await accelerator('auto', host(t, { kvm: false })), {
    said: /^software emulation: there is no .*kvm$/,
  });
});

t.test('who insists on KVM is refused where it does not work; tcg is not probed', async (t) => {
  if (!need(t, [SETPRIV])) return;
  const broken = host(t, { host: ABORTS, kvm64: 'exit 1' });
  await t.rejects(accelerator('kvm', broken), new EmulatorFault());
  await t.rejects(accelerator('kvm', host(t, { kvm: false })), {
    message: /^there is no .*kvm; --accel tcg does without$/,
  });
  t.match(await accelerator('tcg', { qemu: '/none' }), { args: ['-accel', 'tcg'] });
});
