import type { RetentionPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { systemdSeconds, systemdValue } from '../quote/systemd.js';
import type { Draft } from '../types.js';

const ORIGIN = ['retentions', 'platform'];

/**
 * Lines for systemd-tmpfiles. `e` cleans a directory and does not make it. The age has no prefix of time stamps
 * (`m:30d`): systemd before 250 refuses a line that has one, and then keeps everything.
 * Source: systemd 252 tmpfiles.d(5) "Age", "e"; systemd NEWS, version 250.
 */
export function tmpfiles(plan: TargetPlan, folders: readonly RetentionPlan[]): readonly Draft[] {
  const aged = folders.filter(({ keepMs }) => keepMs > 0);
  return plan.platform.kind === 'nixos' || aged.length === 0 ? [] : [dropIn(plan, aged)];
}

function dropIn(plan: TargetPlan, folders: readonly RetentionPlan[]): Draft {
  return {
    path: 'rootfs/etc/tmpfiles.d/wdgen-retention.conf',
    mode: 0o644,
    template: 'retention/tmpfiles.conf',
    language: 'systemd',
    view: {
      header: header(plan, 'systemd'),
      folders: folders.map(({ path, keepMs }) => ({
        path: systemdValue(path),
        age: systemdSeconds(keepMs),
      })),
    },
    state: 'active',
    origin: ORIGIN,
  };
}
