import t from 'tap';
import { render } from '../../src/backends/render.js';
import { runbook } from '../../src/backends/runbook/index.js';
import type { RollbackPlan, RollbackScheme, TargetPlan } from '../../src/plan/types.js';
import { planFixture } from '../lib/plan.js';
import { type RollbackOverrides, rock64Fixture } from '../lib/plan-rollback.js';

function textOf(plan: TargetPlan): string {
  const [draft] = runbook.drafts(plan);
  if (draft === undefined) throw new Error('no runbook');
  return render(draft, 'runbook').text.replaceAll('\\', '');
}

const rollbackOf = (rollback: Partial<RollbackPlan>, more: RollbackOverrides = {}) =>
  textOf(rock64Fixture({ ...more, rollback }));

t.test('nothing without a rollback', async (t) => {
  t.notMatch(textOf(planFixture()), '## Rollback');
});

t.test('active: counters, the commit path and its window, what burns a try, the end, commands', async (t) => {
  const text = rollbackOf({});
  t.match(text, 'Scheme `rauc-uboot`. Slots, in the order in which they are tried: A, B. Each gets 3 tries.');
  t.match(text, 'wdgen-commit is the only program that marks a slot good.');
  t.match(text, '3 power cuts in a row in that window give up a slot that is good');
  t.match(text, 'up to 2min after the service started');
  t.match(text, 'wd_intent excuses one boot');
  t.match(text, 'all counters are refilled, once');
  t.match(text, 'wdgen-commit --dry-run\n');
  t.match(text, 'fw_setenv BOOT_A_LEFT 3\nfw_setenv BOOT_B_LEFT 3\nfw_setenv wd_refilled 0\n');
  t.match(text, 'systemctl stop wdgen-commit.service');
  t.notMatch(text, 'Before you rely on it');
});

t.test('deferred: documented only', async (t) => {
  const deferral = { reason: 'no bench yet', gate: ['rehearsal'] };
  const text = rollbackOf({ state: 'deferred', deferral });
  t.match(text, '**Deferred: nothing of this is in the image.** Scheme `rauc-uboot`');
  t.match(text, 'Because: no bench yet Gate: rehearsal.');
  t.match(text, 'Once it is active:');
});

t.test('every scheme, end and init has its own sentences', async (t) => {
  const expected: Readonly<Record<RollbackScheme, RegExp>> = {
    'rauc-uboot': /The boot script takes one from BOOT_<slot>_LEFT/,
    'rauc-bootmeth': /U-Boot's RAUC boot method takes one/,
    'uboot-bootcount': /fw_setenv upgrade_available 0/,
    'systemd-boot': /Counting broke in systemd 258 and 259(.|\n)*systemd-bless-boot good/,
    grub: /grub-editenv - set wd_slot=B boot_counter=3 boot_success=0/,
  };
  for (const [scheme, pattern] of Object.entries(expected))
    t.match(rollbackOf({ scheme: scheme as RollbackScheme }), pattern);
  t.match(rollbackOf({ exhausted: 'recovery' }), 'the recovery target boots');
  t.match(rollbackOf({ exhausted: 'stay-degraded' }), 'a failed health check no longer reboots it');
  const on = (init: 's6-rc' | 'busybox') => rollbackOf({}, { platform: { kind: 'buildroot', init } });
  t.match(on('s6-rc'), 's6-rc -d change wdgen-commit\n');
  t.match(on('busybox'), 'kill "$(readlink /run/wdgen-commit.lock)"');
  t.match(on('busybox'), '/usr/libexec/wdgen/intended-reboot\n');
});
