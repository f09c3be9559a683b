import type { Init, NetworkPlan, TargetPlan } from '../../plan/types.js';

/** What to type on the machine: look, try without harm, hold, forget. */
export function networkCommands({ platform }: TargetPlan, { stateDir, log }: NetworkPlan): string {
  const nixos = platform.kind === 'nixos';
  const program = nixos ? 'wdgen-selfheal' : '/usr/libexec/wdgen/selfheal';
  const hold = nixos ? HOLD.systemd : HOLD[platform.init];
  return [
    '# What it knows: failed rounds, budget, link',
    `${program} --status`,
    '# Whether tools, paths and configuration are fit',
    `${program} --check`,
    '# What a round would do now; nothing changes',
    `${program} --dry-run`,
    '# The whole ladder as if the cable were out; the network is not touched',
    `${program} --simulate carrier`,
    '# What it did, also before the last reboot',
    `cat ${log.path}`,
    '# Keep it from acting until the next boot',
    hold,
    '# Forget past reboots, and a series of them without a network. The next one is free one window after this boot began',
    `rm ${stateDir}/budget`,
  ].join('\n');
}

const HOLD: Readonly<Record<Init, string>> = {
  systemd: 'systemctl stop wdgen-selfheal.timer',
  's6-rc': 's6-rc -d change wdgen-selfheal',
  busybox: '/etc/init.d/S91wdgen-schedule stop',
  sysv: '/etc/init.d/S91wdgen-schedule stop',
};
