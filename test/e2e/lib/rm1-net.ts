import type { Put } from './initramfs.js';

/**
 * The network around rm1, in one kernel: eth0 and a router in a namespace of its own, joined by a veth pair, with a real
 * DHCP server. 192.0.2.0/24 is for documentation (RFC 5737).
 */
const NET = `#!/bin/sh
# start: a router with a DHCP server; eth0 is on its wire.
router() { ip netns exec router "$@"; }
start() {
	ip netns add router
	ip link add eth0 type veth peer name wan0 netns router
	router ip address add 192.0.2.1/24 dev wan0
	router ip link set lo up
	router ip link set wan0 up
	ip link set eth0 up
	serve
}
serve() { router busybox udhcpd -S /lab/udhcpd.conf </dev/null >/dev/null 2>&1; }
unserve() { [ ! -f /run/udhcpd.pid ] || kill "$(cat /run/udhcpd.pid)"; rm -f /run/udhcpd.pid; }
unplug() { router ip link set wan0 down; }
plug() { router ip link set wan0 up; }
deaf() { router sh -c "echo $1 >/proc/sys/net/ipv4/icmp_echo_ignore_all"; }
lossy() { router tc qdisc replace dev wan0 root netem loss "$1"; tc qdisc replace dev eth0 root netem loss "$1"; }
clear_loss() { router tc qdisc del dev wan0 root; tc qdisc del dev eth0 root; }
# A new boot, as far as the program can see: another boot id, nothing in /run.
reboot_seen() {
	umount /proc/sys/kernel/random/boot_id 2>/dev/null
	cat /proc/sys/kernel/random/uuid >/run/boot_id
	mount --bind /run/boot_id /proc/sys/kernel/random/boot_id
	rm -rf /run/wdgen-selfheal
}
"$@"
`;

const UDHCPD = `start 192.0.2.100
end 192.0.2.200
interface wan0
lease_file /run/udhcpd.leases
pidfile /run/udhcpd.pid
option subnet 255.255.255.0
option router 192.0.2.1
option lease 600
`;

/** Applies the stored network configuration, as rm1's vendor script does. */
const KVMD_NETWORK = `#!/bin/sh
echo "$1" >>/run/kvmd-network
busybox timeout 10 connmanctl enable ethernet
exit 0
`;

/** What the image of rm1 has besides the generated files. The reboot only counts. */
export const RM1_IMAGE: readonly Put[] = [
  { path: '/lab/net', mode: 0o755, text: NET },
  { path: '/lab/udhcpd.conf', text: UDHCPD },
  {
    path: '/lab/bin/reboot',
    mode: 0o755,
    text: '#!/bin/sh\necho "reboot $*" >>/run/reboots\nkill -KILL "$(readlink /run/wdgen-selfheal/lock | cut -d : -f 1)"\n',
  },
  // BusyBox' own timeout would prefer its applet `reboot` to the stand-in.
  { path: '/lab/bin/timeout', link: '/usr/bin/timeout' },
  { path: '/lab/fast/sleep', mode: 0o755, text: '#!/bin/sh\nexit 0\n' },
  {
    path: '/etc/init.d/S30dbus',
    mode: 0o755,
    text: '#!/bin/sh\nmkdir -p /run/dbus\ndbus-daemon --system --fork\n',
  },
  {
    path: '/etc/init.d/S31net',
    mode: 0o755,
    text: '#!/bin/sh\nmodprobe veth\nmodprobe sch_netem\nmkdir -p /lab/applets\nbusybox --install -s /lab/applets\n/lab/net start\n',
  },
  { path: '/etc/init.d/S46kvmd-network', mode: 0o755, text: KVMD_NETWORK },
];

/** connman is respawned by init, as on the real machine. */
export const RM1_INITTAB = '::respawn:/usr/sbin/connmand -n\n';
