const LUN = '/sys/kernel/config/usb_gadget/rockchip/functions/mass_storage.0/lun.0';
const UDC = '/sys/kernel/config/usb_gadget/rockchip/UDC';

/** What happens, and what the transcript has to say; a text that starts with `!` must not be in it. */
export interface Scenario {
  readonly script: string;
  readonly says: readonly string[];
}

export const scenarios: Readonly<Record<string, Scenario>> = {
  'a healthy round says nothing': {
    script: 'fresh; round rm1; calls; cat /syslog $state/budget /run/wdgen-selfheal/round',
    says: ['= 0\n1 100 boot-1 100 0 0 end\n1 boot-1 0 yes 100 healthy - end\n'],
  },
  'the ladder in its order, and what follows is not done when a step helps': {
    script: 'fresh; break_link; echo ethtool >/world/heals; round rm1; calls; round rm1',
    says: [
      'failed round 1: carrier address\n',
      'bounce: has not helped, failed: carrier address\n',
      'recovered by step renegotiate in failed round 1\n= 0\nip link set eth0 down\nip link set eth0 up\nethtool -r eth0\n= 0\n',
      '!kvmd',
    ],
  },
  'it comes back by itself': {
    script:
      'fresh; break_link; round server >/dev/null; mend; touch /world/link /world/server; round server; round server',
    says: ['recovered by itself after 1 failed rounds\n= 0\n= 0\n'],
  },
  'a reboot after two failed rounds, recorded before it is made': {
    script:
      'fresh 5000; break_link; round rm1 >/dev/null; later 600; round rm1; calls; cat $state/budget; round rm1',
    says: [
      'reboot: rebooting, reboot 1 of 1 in 3600 s\n= 137\n',
      'reboot \n1 5',
      ' boot-1 ',
      'reboot: refused, round 1 of 2',
    ],
  },
  'a probe that succeeds forbids the reboot': {
    script: 'fresh 5000; break_link; touch /world/ping-8.8.8.8; round rm1 >/dev/null; round rm1; calls',
    says: [
      'reboot: refused, probe internet succeeds\n= 0',
      'ping -c 1 1.1.1.1\nping -c 1 8.8.8.8\n',
      '!reboot \n',
    ],
  },
  'deferred: it says what it would do': {
    script: 'fresh 5000; break_link; round deferred | grep reboot; round deferred | grep reboot; calls',
    says: [
      'reboot: deferred; it would be refused: round 1 of 2\n',
      'reboot: deferred; it would reboot now\n',
      '!reboot \n',
    ],
  },
  'every action': {
    script: `fresh; break_link; round actions; calls
mkdir /run/s6-rc /run/s6-rc/servicedirs /run/s6-rc/servicedirs/net; rm /stand-in/ethtool; round actions >/dev/null; calls`,
    says: [
      'udhcpc -n -q -i eth0\nethtool -s eth0 autoneg off speed 100 duplex full\nethtool -r eth0\n',
      'systemctl restart net.service\ns6-rc -d change net\ns6-rc -u change net\ninit.d restart\nown \n',
      'step hook: failed\n',
      'sendmail -f c@d -S relay a@b\nether-wake -i eth0 02:00:00:00:00:01\n',
      'ip link set eth0 down\nip link set eth0 up\nsystemctl restart net.service\ns6-svc -r /run/s6-rc/servicedirs/net\n',
    ],
  },
  'a step rests for its cooldown': {
    script: `fresh 5000; break_link; for i in 1 2 3; do rm -f $state/budget; round cooldown | grep bounce; later 600; done`,
    says: [
      'bounce: take eth0 down',
      'skipped, it was taken 600 s ago and rests for 1200 s\nwdgen-selfheal: step bounce: take',
    ].map((text) => text.replace('600 s ago', '618 s ago')),
  },
  'guards that do not hold': {
    script: `fresh; break_link; mkdir -p ${LUN}; : >${LUN}/file; echo none >${UDC}; round guards; rm /world/flag; calls`,
    says: ['!skipped', 'own \nown \nown \nown \nown \nown \n'],
  },
  'guards that hold': {
    script: `fresh 5000; break_link; mkdir -p ${LUN}; echo /mnt/debian.iso >${LUN}/file; touch /world/busy; round guards
echo fe800000.usb >${UDC}; touch /world/flag; /probe/flasher & flasher=$!; usleep 50000; round guards; kill $flasher; calls`,
    says: [
      'step s-storage: skipped, guard storage holds\nwdgen-selfheal: step s-storage-bound: run',
      'step s-busy: skipped, guard busy holds\nwdgen-selfheal: reboot: rebooting',
      's-storage-bound: skipped, guard storage-bound holds\nwdgen-selfheal: step s-bound: skipped, guard bound holds\n',
      's-flag: skipped, guard flag holds\nwdgen-selfheal: step s-flashing: skipped, guard flashing holds\n',
      'reboot: refused, guard flag holds\n',
    ],
  },
  'a server that is down never leads to a reboot': {
    script: `fresh 5000; touch /world/link; round server; later 5000; round server; rm /world/link; round server; calls`,
    says: [
      'failed round 2: server\nwdgen-selfheal: reboot: refused, no failed probe proves one of: link lan internet\n= 0\n',
      'failed round 3: link server\nwdgen-selfheal: reboot: rebooting',
    ],
  },
  'a quorum': {
    script: 'fresh; touch /world/a /world/b; round quorum; rm /world/a; round quorum',
    says: ['= 0\nwdgen-selfheal: unhealthy, failed round 1: a c\n'],
  },
  'a network that never comes up is given up': {
    script: `fresh 5000; break_link; for i in 1 2 3 4; do round never | grep reboot:; later 2000; done
mend; round never; break_link; round never | grep reboot:; later 2000; round never | grep reboot:`,
    says: [
      [1, 2].map(() => 'wdgen-selfheal: reboot: rebooting, reboot 1 of 9 in 1000 s\n').join(''),
      'the network has not been up in this boot, nor before the last 2 reboots\n',
      'recovered by itself after 2 failed rounds\n= 0\nwdgen-selfheal: reboot: rebooting, reboot 1 of 9 in 1000 s\n',
    ],
  },
  'the budget is kept across boots, whatever the clock says': {
    script: `fresh 5000; echo boot; for year in 2026 2016 1970 2038 2036 2106 2026 1980; do echo "$year-01-01T00:00:00Z" >/world/date
later 500; mend; round budget | grep reboot:; break_link; round budget | grep reboot:; read -r up _ </proc/uptime; echo "$up"; done; calls`,
    says: [
      'rebooting, reboot 1 of 2 in 3600 s\n20.00\nwdgen-selfheal: reboot: rebooting, reboot 2 of 2 in 3600 s\n20.00\n',
      'refused, 2 of 2 reboots in 3600 s are used up; the next is free in',
    ],
  },
  'a simulation walks the whole ladder and touches nothing': {
    script: `fresh 5000; heal --config /conf/rm1 --dry-run; heal --config /conf/rm1 --status >/dev/null; [ -e /run/wdgen-selfheal ] || echo nothing made
round rm1; before=$(traces)
for fault in carrier address gateway internet server everything internet nobody; do heal --config /conf/rm1 --simulate $fault 2>&1; done
heal --config /conf/server --simulate server; heal --config /conf/rm1 --dry-run; break_link; heal --config /conf/rm1 --dry-run
[ "$before" = "$(traces)" ] && echo untouched`,
    says: [
      'simulated fault carrier: failed: carrier address\nstep bounce: would take eth0 down for 3 s and up again\n',
      'step connman: would restart connmand (respawn)\nreboot: refused, round 1 of 2\nstill so in failed round 2:\nreboot: would reboot now, reboot 1 of 1 in 3600 s\n= 0\n',
      'simulated fault gateway: healthy all the same, nothing to do\n',
      'there is no fault nor probe nobody\n= 2\n',
      'simulated fault server: failed: server\nreboot: refused, no failed probe proves one of: link lan internet\n',
      'healthy: nothing to do\n= 0\nunhealthy, failed round 1: carrier address\nstep bounce: would take',
      'nothing made\n',
      'untouched\n',
    ],
  },
  'called wrongly, or without a configuration': {
    script: `fresh; heal --what 2>&1 | sed -n 1p; heal --config /nowhere 2>&1; heal 2>&1; sed s/^jitter.*// /conf/rm1 >/tmp/bad; heal --config /tmp/bad 2>&1
echo 'if' >>/tmp/bad; heal --config /tmp/bad 2>&1; sed "s/reboot_vetoes=.*/reboot_vetoes=x/" /conf/rm1 >/tmp/bad; jitter=3 heal --config /tmp/bad 2>&1`,
    says: [
      'selfheal                   one round\n',
      'cannot read the configuration /nowhere\n= 2\n',
      'cannot read the configuration /etc/wdgen/selfheal.conf\n= 2\n',
      'cannot be used: jitter is no number\n= 2\n',
      'cannot read the configuration /tmp/bad\n= 2\n',
      'cannot be used: there is no probe x\n= 2\n',
    ],
  },
  'the self-test says what is missing': {
    script:
      'fresh; heal --config /conf/cooldown --check; rm /stand-in/ethtool; sed s/S46kvmd-network/S46none/ /conf/rm1 >/tmp/none; heal --config /tmp/none --check | grep -v ^ok',
    says: [
      'ok    step bounce: command ip\nok    reboot: command reboot\n= 0\n',
      'FAIL  step kvmd-network: script for S46none in /etc/init.d\n= 1\n',
    ],
  },
  'the log that survives is bounded': {
    script: `fresh; break_link; round rm1 >/dev/null; sed s/^log_bytes.*/log_bytes=600/ /conf/rm1 >/tmp/small
for i in 1 2 3 4; do round ../tmp/small >/dev/null; done; for log in $state/log $state/log.1; do [ $(wc -c <$log) -le 800 ] && echo small; done
rm $state/log; ln -s /dev/null $state/log; round ../tmp/small | grep -c unhealthy; [ -L $state/log ] && echo kept`,
    says: ['small\nsmall\n1\nkept\n'],
  },
  'tools that are missing, fail or hang hold nobody up': {
    script: `fresh; break_link; for way in hangs fails; do for tool in ethtool udhcpc systemctl; do touch /world/$way-$tool; done
round actions | grep -e 'step [dfnu]'; rm /world/*; done; rm /stand-in/ip /stand-in/udhcpc /stand-in/systemctl; mend; round actions | grep -e 'step [dfnu]' -e = -e unhealthy`,
    says: [
      'step dhcp: failed\n',
      'step unit: failed\n',
      'unhealthy, failed round 3: address\n',
      'step dhcp: failed\nwdgen-selfheal: step dhcp: has not helped, failed: address\n',
    ],
  },
  'a reboot that fails is forced': {
    script: 'fresh 5000; break_link; touch /world/fails-reboot; round budget; calls; round budget; calls',
    says: [
      'the machine is still up: forcing it\nwdgen-selfheal: reboot: FAILED\n= 1\nreboot \nreboot -f\n',
      'rebooting, reboot 2 of 2',
    ],
  },
  'the program for reboots on purpose is asked first': {
    script: `fresh 5000; break_link; mkdir -p /usr/libexec/wdgen
printf '#!/bin/sh\\necho intended >>/calls; reboot; exit 1\\n' >/usr/libexec/wdgen/intended-reboot; chmod 755 /usr/libexec/wdgen/intended-reboot
round budget; calls; rm /usr/libexec/wdgen/intended-reboot`,
    says: ['= 137\nintended\nreboot \n'],
  },
};
