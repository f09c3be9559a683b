// The generated commit program, byte for byte: run by three shells on a BusyBox root file system, with the real
// fw_setenv on an environment of two copies.
import t, { type Test } from 'tap';
import { commit } from '../../src/backends/commit/index.js';
import type { Artefact } from '../../src/backends/types.js';
import { type RollbackOverrides, rock64Fixture } from '../lib/plan-rollback.js';
import { artefactsOf } from '../lib/s6rc.js';
import { COMMIT_TOOLS, commitLab, type Lab, SHELLS, type Variables } from './lib/commit-lab.js';
import { need } from './lib/need.js';

const PROGRAM = '/usr/libexec/wdgen/commit';
const CHECK = '/usr/libexec/check-network';
const SLOT_B = 'console=ttyS2 rauc.slot=B wdgen.slot=B root=PARTLABEL=root-b';
/** B's first boot after an update, as the boot script leaves the environment. */
const FRESH = { BOOT_ORDER: 'B A', BOOT_A_LEFT: '3', BOOT_B_LEFT: '2', other: 'kept as it is' };

const buildroot = { kind: 'buildroot', init: 'busybox' } as const;

function filesFor(rollback: RollbackOverrides['rollback'] = {}): readonly Artefact[] {
  const check = [{ kind: 'program', path: CHECK }] as const;
  return artefactsOf(
    commit,
    rock64Fixture({
      platform: buildroot,
      rollback: {
        ...rollback,
        commit: { checks: check, timeoutMs: 3000, retryMs: 1000, ...rollback.commit },
      },
    }),
  );
}

function labWith(t: Test, check: string, variables: Variables = FRESH, files = filesFor()): Lab {
  const machine = commitLab(t, files, variables);
  machine.put(CHECK, `#!/bin/sh\n${check}\n`);
  return machine;
}

for (const [name, shell] of Object.entries(SHELLS)) {
  const run = (machine: Lab, cmdline = SLOT_B, command = PROGRAM) => machine.run(shell, cmdline, command);

  t.test(
    `${name}: a check that passes: the slot is marked good, in one write, and nothing else changes`,
    async (t) => {
      if (!need(t, COMMIT_TOOLS)) return;
      const machine = labWith(t, 'exit 0');
      const { status, log, reboots } = await run(machine);
      t.equal(status, 0, log);
      t.equal(log, 'wdgen-commit: slot B is good\n');
      t.strictSame(machine.env(), { ...FRESH, BOOT_B_LEFT: '3' });
      t.strictSame(reboots, []);
    },
  );

  t.test(
    `${name}: a check that fails: it is tried again, then the machine reboots, and nothing is written`,
    async (t) => {
      if (!need(t, COMMIT_TOOLS)) return;
      const machine = labWith(t, 'echo run >>/tmp/runs; exit 7');
      const before = machine.envBytes();
      const { log, reboots } = await run(machine);
      t.strictSame(reboots, ['reboot']);
      t.match(log, 'slot B is NOT GOOD: the checks have not passed within 3 s');
      t.ok(log.split(`fails or hangs: ${CHECK}`).length > 2, 'more than one round');
      t.ok(machine.envBytes().equals(before));
    },
  );

  t.test(`${name}: a check that hangs is killed at the limit`, async (t) => {
    if (!need(t, COMMIT_TOOLS)) return;
    const machine = labWith(t, "trap '' TERM INT; while :; do sleep 99; done");
    const { log, reboots } = await run(machine);
    t.strictSame(reboots, ['reboot'], log);
    t.match(log, `fails or hangs: ${CHECK}`);
  });

  t.test(`${name}: a check that fails first and then passes`, async (t) => {
    if (!need(t, COMMIT_TOOLS)) return;
    const machine = labWith(t, '[ -e /tmp/once ] && exit 0; touch /tmp/once; exit 1');
    const { status, log, reboots } = await run(machine);
    t.equal(status, 0, log);
    t.strictSame(reboots, []);
    t.equal(machine.env()['BOOT_B_LEFT'], '3');
  });

  t.test(`${name}: a slot that is good already is left alone`, async (t) => {
    if (!need(t, COMMIT_TOOLS)) return;
    const machine = labWith(t, 'exit 1', { ...FRESH, BOOT_B_LEFT: '3' });
    const before = machine.envBytes();
    const { status, log } = await run(machine);
    t.equal(status, 0, log);
    t.equal(log, 'wdgen-commit: slot B is good already\n');
    t.ok(machine.envBytes().equals(before));
  });
}
