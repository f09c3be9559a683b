/** Programs that leave a trace in /calls; one whose name is in /world/heals mends the network. */
const NOTE = `echo "$me $*" >>/calls
[ ! -e "/world/hangs-$me" ] || exec usleep 1000000000
[ ! -e "/world/fails-$me" ] || exit 1
grep -qsx "$me" /world/heals && mend
exit 0
`;
const tracing = (name: string) => `me=${name}\n. /library\n${NOTE}`;

/** What stands in for the programs of a machine. */
export const STAND_INS: Readonly<Record<string, string>> = {
  sleep: 'read -r now _ </proc/uptime\necho "$((${now%%.*} + $1)).00 0.00" >/clock\n',
  // The machine's own may take longer than any number of pauses that take no time.
  sync: '',
  logger: 'shift 2\necho "$*" >>/syslog\n',
  ip: `case "$*" in
-*) [ ! -e /world/hangs-ip ] || exec usleep 1000000000
cat /world/address 2>/dev/null ;;
*) ${tracing('ip')} ;;
esac
`,
  date: 'cat /world/date 2>/dev/null || echo 2026-01-01T00:00:00Z\n',
  ping: 'echo "ping $*" >>/calls\nfor host; do :; done\n[ -e "/world/ping-$host" ]\n',
  reboot: `. /library\necho "reboot $*" >>/calls\n[ ! -e /world/hangs-reboot ] || exec usleep 1000000000
[ ! -e /world/fails-reboot ] || exit 1
booted\nkill -9 "$(cat /pid)"\n`,
  ...Object.fromEntries(
    ['ethtool', 'udhcpc', 'systemctl', 's6-svc', 's6-rc', 'sendmail', 'ether-wake'].map((name) => [
      name,
      tracing(name),
    ]),
  ),
};

/** Functions for the scripts of the tests and for the stand-ins. */
export const LIBRARY = `
state=/etc/kvmd/user/state/wdgen-selfheal
net=/sys/class/net/eth0

# A machine that has been up for so many seconds, on which nothing has happened yet.
fresh() {
	rm -rf /run/* /tmp/* /world/* "$state" /sys /pid
	: >/calls
	: >/syslog
	mkdir -p "$net"
	mend
	echo boot-1 >/boot_id
	clock "\${1:-100}"
}
clock() {
	echo "$1.00 0.00" >/clock
}
later() {
	read -r now _ </proc/uptime
	clock "$((\${now%%.*} + $1))"
}
mend() {
	echo 1 >"$net/carrier"
	echo '    inet 192.0.2.7/24 scope global eth0' >/world/address
}
break_link() {
	echo 0 >"$net/carrier"
	rm -f /world/address
}
# A new boot: another id, a clock at 20 s, nothing in memory.
booted() {
	read -r id </boot_id
	echo "boot-$((\${id#boot-} + 1))" >/boot_id
	clock 20
	rm -rf /run/*
}
heal() {
	$SH /usr/libexec/wdgen/selfheal "$@" &
	echo $! >/pid
	wait $! 2>/dev/null
	echo "= $?"
}
# round NAME: one with the configuration /conf/NAME, at once.
round() {
	conf=$1
	shift
	heal --config "/conf/$conf" --now "$@" 2>&1
}
# Everything that a run could have left behind.
traces() {
	for file in /run/wdgen-selfheal/* "$state"/* /calls /syslog; do
		echo "$file: $(cat "$file" 2>/dev/null)"
	done
}
calls() {
	cat /calls
	: >/calls
}
`;
