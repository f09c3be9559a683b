import type { RollbackPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { shWord } from '../quote/sh.js';
import {
  systemdComment,
  systemdExecPath,
  systemdSeconds,
  systemdUnitName,
  systemdValue,
} from '../quote/systemd.js';
import { S6_SOURCE, s6Fact, s6Place } from '../s6-source.js';
import type { Draft, View } from '../types.js';
import { COMMIT, seconds } from './program.js';

const ORIGIN = ['rollback.commit', 'platform.init'];
const NAME = 'wdgen-commit';

/** What runs the program once in every boot, for each init. Nothing waits for it. */
export function services(plan: TargetPlan, rollback: RollbackPlan): readonly Draft[] {
  if (plan.platform.kind === 'nixos') return [];
  switch (plan.platform.init) {
    case 'systemd':
      return systemdUnits(plan, rollback);
    case 's6-rc':
      return s6RcService(plan);
    case 'busybox':
      return [script(plan, 'buildroot/inittab-commit.fragment', 'commit/inittab.fragment', 0o644)];
    case 'sysv':
      return [script(plan, `rootfs/etc/init.d/S98${NAME}`, 'commit/init-script', 0o755)];
  }
}

/** The program ends by itself at its limit; then it may take minutes to force a reboot. */
export function unitLimitMs({ commit }: RollbackPlan): number {
  return (seconds(commit.timeoutMs) + 300) * 1000;
}

/**
 * `Type=exec`: a oneshot would hold up multi-user.target, and keep `systemctl is-system-running` at "starting", on
 * which a health check may wait. It is pulled in by basic.target, for a boot in which a service hangs never comes to
 * multi-user.target (RAUC issue 643). Under systemd-boot it gates boot-complete.target, and has to be a oneshot.
 * Source: systemd 252 systemd.service(5), systemd.unit(5) "FailureAction=", "AssertPathExists=".
 */
function systemdUnits(plan: TargetPlan, rollback: RollbackPlan): readonly Draft[] {
  const gate = rollback.scheme === 'systemd-boot';
  const unit = systemdUnitName(`${NAME}.service`);
  const head = header(plan, 'systemd');
  return [
    unitFile(`system/${NAME}.service`, 'commit/commit.service', {
      header: head,
      description: systemdValue('Mark the running slot good, or give it up'),
      command: systemdExecPath(COMMIT),
      limit: systemdSeconds(unitLimitMs(rollback)),
      gate,
    }),
    gate
      ? unitFile(`system/boot-complete.target.d/50-${NAME}.conf`, 'commit/boot-complete.conf', {
          header: head,
          unit,
        })
      : unitFile(`system/basic.target.d/50-${NAME}.conf`, 'commit/wants.conf', { header: head, unit }),
    ...otherWriters(plan, rollback),
  ];
}

/** Units of other packages that mark a slot good without asking for its health. Each is one more commit path. */
const WRITERS: Readonly<Partial<Record<RollbackPlan['scheme'], string>>> = {
  'rauc-uboot': 'system/rauc-mark-good.service',
  'rauc-bootmeth': 'system/rauc-mark-good.service',
  grub: 'user/grub-boot-success.timer',
};

/** Sources: meta-rauc recipes-core/rauc (rauc-mark-good.service); microshift PR 2113 (grub-boot-success.timer). */
function otherWriters(plan: TargetPlan, { scheme }: RollbackPlan): readonly Draft[] {
  const writer = WRITERS[scheme];
  if (writer === undefined) return [];
  const why =
    'Keeps this unit from running, where it is installed: it marks a slot good without asking for its health.';
  const view = { header: header(plan, 'systemd'), why: systemdComment(why), program: systemdValue(COMMIT) };
  return [unitFile(`${writer}.d/50-${NAME}.conf`, 'commit/condition.conf', view)];
}

function unitFile(path: string, template: string, view: View): Draft {
  return {
    path: `rootfs/etc/systemd/${path}`,
    mode: 0o644,
    template,
    language: 'systemd',
    view,
    state: 'active',
    origin: ORIGIN,
  };
}

/**
 * A longrun that ends: a oneshot would keep `s6-rc change`, and with it the rest of the boot, waiting for the health
 * checks. Source: s6-rc 0.5.5.0 doc/s6-rc-compile.html; s6 2.11 doc/servicedir.html (finish, exit code 125).
 */
function s6RcService(plan: TargetPlan): readonly Draft[] {
  const folder = `${S6_SOURCE}/${NAME}`;
  const origin = ['rollback.commit', 'watchdog.service'];
  return [
    s6Fact(`${folder}/type`, 'type', origin),
    script(plan, `${folder}/run`, 'commit/s6-run', 0o755),
    script(plan, `${folder}/finish`, 'commit/s6-finish', 0o755),
    ...s6Place(plan, NAME, origin),
  ];
}

function script(plan: TargetPlan, path: string, template: string, mode: Draft['mode']): Draft {
  return {
    path,
    mode,
    template,
    language: 'sh',
    view: { header: header(plan, 'sh'), program: shWord(COMMIT) },
    state: 'active',
    origin: ORIGIN,
  };
}
