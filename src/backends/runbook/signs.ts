import type { Coverage } from '../../analyse/coverage.js';
import type { TargetPlan } from '../../plan/types.js';
import { mdText } from '../quote/markdown.js';
import type { View } from '../types.js';

/** How a failure shows, by the id of its row in the coverage. */
type Sign = (plan: TargetPlan) => string;

const bySystemd = ({ platform }: TargetPlan) => platform.init === 'systemd';

/** The log of the boot before, where the image keeps one. */
const logBefore = (plan: TargetPlan) =>
  bySystemd(plan) ? 'journalctl -b -1 -e, where the journal is kept,' : 'the log, where it is kept,';

/**
 * Sources of the messages: linux 6.1 kernel/panic.c, kernel/exit.c, init/do_mounts.c, kernel/kexec_core.c,
 * drivers/watchdog/watchdog_dev.c; systemd 252 src/core/service.c (Watchdog timeout), src/core/crash-handler.c;
 * busybox 1.35.0 init/init.c; u-boot env/common.c; libubootenv src/uboot_env.c.
 */
const SIGNS: Readonly<Record<string, Sign>> = {
  'loader-hang': () => "the last lines on the console are the boot loader's, and nothing follows.",
  'kernel-start': ({ rollback }) =>
    `the boot loader says that it cannot load, or nothing follows its last line.${rollback?.state === 'active' ? ' The other slot runs then: wdgen.slot= in /proc/cmdline.' : ''}`,
  'root-missing': () =>
    '"Unable to mount root fs" on the console, or the initrd waits for a device or shows a prompt.',
  'initrd-hang': () => 'the kernel has spoken on the console, and init never does.',
  panic: () =>
    '"Kernel panic - not syncing" on the console; after the restart in /sys/fs/pstore, on boards that keep memory.',
  'kernel-hang': (plan) =>
    `no answer to ping, nor at the console: after the reset ${logBefore(plan)} ends in the middle.`,
  pid1: (plan) =>
    bySystemd(plan)
      ? 'it answers ping, and nobody can log in; systemctl hangs. After a crash of systemd: the console says "Freezing execution".'
      : 'it answers ping, and what ends is not started again. When PID 1 ends: the console says "Attempted to kill init!".',
  feeder: ({ watchdog, platform }) =>
    watchdog.feeder.active?.kind === 'systemd' || platform.init === 'systemd'
      ? 'as above, when PID 1 feeds; else its unit has failed, and the kernel log says "watchdog did not stop!".'
      : 'its process is gone or stopped; the kernel log says "watchdog did not stop!".',
  wedge: () => 'it answers ping, and what it is there for does not answer.',
  emergency: () => '"You are in emergency mode" on the console; nothing answers on the network.',
  'service-stall': (plan) =>
    bySystemd(plan)
      ? 'its work stands still. With a heartbeat: "Watchdog timeout" in its journal, and Result=watchdog in systemctl show.'
      : 'its process is there, and its work stands still.',
  'service-crash': (plan) =>
    bySystemd(plan)
      ? 'NRestarts and Result in systemctl show; start-limit-hit when it stays down.'
      : 'its process is gone, or has a new number again and again.',
  'process-gone': ({ monitors }) =>
    monitors.length > 0 ? 'the log of wdgen-monitor names it, and ps does not.' : 'ps does not show it.',
  'network-wedge': ({ network }) =>
    network === null
      ? 'others reach the router, and this machine does not: ip link, ip address.'
      : 'others reach the router, and this machine does not. /usr/libexec/wdgen/selfheal --status has failed rounds.',
  'network-outage': () => 'other machines at the same place have no network either.',
  'disk-full': () => '"No space left on device" in the logs; df -h, df -i.',
  shutdown: (plan) =>
    bySystemd(plan)
      ? 'the last lines on the console are those of systemd-shutdown, or a unit that stops; the lights stay on.'
      : 'the console says that the system goes down, and nothing follows; the lights stay on.',
  kexec: () => 'the last line at the console is "Starting new kernel".',
  'new-slot': ({ rollback }) =>
    rollback?.state !== 'active'
      ? 'after an update it does not come up, or does not do its work; nothing goes back by itself.'
      : 'after an update the old version runs: wdgen.slot= in /proc/cmdline, or the entry that bootctl status names, and the counter of the new slot is used up. The log of wdgen-commit says "NOT GOOD".',
  environment: ({ rollback }) =>
    rollback === null || rollback.environment === null
      ? 'the boot loader boots its first entry, and counts nothing.'
      : 'U-Boot, and fw_printenv, say "using default environment" or "using default".',
  'power-cut': () => 'the slot works, and its counter is lower than its tries until the next commit.',
};

/** How to recognise each failure that this image can have. */
export function signsView(plan: TargetPlan, { rows }: Coverage): readonly View[] {
  return rows.flatMap(({ id, title, today }) => {
    const sign = SIGNS[id];
    if (sign === undefined || today.verdict === 'none') return [];
    return [{ title: mdText(title), sign: mdText(sign(plan)) }];
  });
}
