import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appletArguments } from '../../backends/applet.js';
import { shWord } from '../../backends/quote/sh.js';
import type { Artefact } from '../../backends/types.js';
import type { HealthCheck, RollbackPlan, TargetPlan } from '../../plan/types.js';
import type { Arm64Parts } from '../../system/arm64.js';
import type { BootOptions, SlotFault } from '../types.js';
import { cpio, type Entry } from './cpio.js';

/** What user space of one slot is made of. */
export interface InitrdOrder {
  readonly plan: TargetPlan;
  readonly rollback: RollbackPlan;
  readonly artefacts: readonly Artefact[];
  readonly parts: Arm64Parts;
  readonly fault: SlotFault | undefined;
  readonly broken: BootOptions['broken'];
}

/** The generated files that the initrd holds, at their places. */
const GENERATED: Readonly<Record<string, string>> = {
  'rootfs/etc/fw_env.config': 'etc/fw_env.config',
  'rootfs/usr/libexec/wdgen/commit': 'usr/libexec/wdgen/commit',
  'modules/wdgen-commit': 'usr/libexec/wdgen/commit',
};

/** An initrd with a user space of BusyBox, the generated commit program and fw_env.config, and libubootenv. */
export function initrd(order: InitrdOrder): Buffer {
  const { plan, rollback, artefacts, parts } = order;
  const generated = artefacts.flatMap(({ path, text, mode }) => {
    const place = GENERATED[path];
    return place === undefined ? [] : [file(place, text, mode)];
  });
  return cpio([
    ...programs(parts.root),
    ...parts.modules.filter((name) => isWanted(name, order)).map(moduleFile),
    ...['dev', 'proc', 'sys', 'run/lock', 'sbin', 'tmp', 'var'].map((path) => ({ path })),
    { path: 'init', link: 'lab/init' },
    { path: 'lib/ld-linux-aarch64.so.1', link: 'aarch64-linux-gnu/ld-linux-aarch64.so.1' },
    { path: 'var/lock', link: '../run/lock' },
    file('lab/init', INIT, 0o755),
    file('lab/slot', SLOT, 0o755),
    file('lab/shell', SHELL, 0o755),
    file('lab/settings', settings(order), 0o644),
    file('etc/inittab', '::once:/lab/slot\n::respawn:/lab/shell\n::ctrlaltdel:/bin/reboot\n', 0o644),
    ...checks(rollback.commit.checks),
    ...generated,
    ...environmentLink(plan),
  ]);
}

function file(path: string, text: string, mode: number): Entry {
  return { path, bytes: Buffer.from(text), mode };
}

/** The files of the cache's root, at the same places. */
function programs(root: string): Entry[] {
  const all = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return all.map((one) => {
    const path = join(one.parentPath, one.name);
    return { path: path.slice(root.length + 1), bytes: readFileSync(path), mode: 0o755 };
  });
}

function isWanted(name: string, { broken }: InitrdOrder): boolean {
  return !(broken === 'no-driver' && name.endsWith('-i6300esb.ko'));
}

function moduleFile(path: string): Entry {
  return { path: `modules/${path.split('/').at(-1)}`, bytes: readFileSync(path), mode: 0o644 };
}

/** fw_env.config names the board's device; the emulator's disk gets that name. */
function environmentLink({ rollback }: TargetPlan): Entry[] {
  const device = rollback?.environment?.medium === 'mmc' ? rollback.environment.device : undefined;
  return device === undefined ? [] : [file('lab/disk-name', device, 0o644)];
}

function settings({ plan, fault, broken }: InitrdOrder): string {
  const feeder = appletArguments(plan).map((word) => String(shWord(word)));
  return [
    `fault=${fault ?? 'none'}`,
    `feeder=${broken === 'no-feeder' || feeder.length === 0 ? 'no' : 'yes'}`,
    `feed() { exec ${feeder.length === 0 ? 'false' : feeder.join(' ')}; }`,
    `nowayout=${plan.watchdog.nowayout.active === true ? 1 : 0}`,
    '',
  ].join('\n');
}

/** Stand-ins for what the commit program asks: systemd, and the checks of the image. */
function checks(all: readonly HealthCheck[]): Entry[] {
  const asked = all.map((check) => (check.kind === 'program' ? check.path.slice(1) : 'usr/bin/systemctl'));
  return [...new Set(asked)].map((path) => file(path, CHECK, 0o755));
}

const CHECK = `#!/bin/sh
. /lab/settings
[ "$fault" != unhealthy ]
`;

/** PID 1 until BusyBox' init takes over. */
const INIT = `#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
. /lab/settings
for module in /modules/*; do
	case $module in
	*-i6300esb.ko) insmod "$module" "nowayout=$nowayout" ;;
	*) insmod "$module" ;;
	esac
done
if [ -f /lab/disk-name ]; then
	read -r name </lab/disk-name || [ -n "$name" ]
	[ -e "$name" ] || ln -s /dev/vda "$name"
fi
ln -s ../bin/busybox /sbin/init
exec /sbin/init
`;

/** A slot's boot: it lives, its feeder opens the device, and then comes the slot's fault, or the commit. */
const SLOT = `#!/bin/sh
. /lab/settings
say() {
	echo "[lab] $*" >/dev/console
}
slot=none
read -r cmdline </proc/cmdline
for word in $cmdline; do
	case $word in
	wdgen.slot=*) slot=\${word#*=} ;;
	wdgen.degraded) degraded=' degraded' ;;
	esac
done
say "user space: slot $slot$degraded"
while sleep 1; do say alive; done &
if [ "$fault" = panic ]; then
	say panics
	echo c >/proc/sysrq-trigger
fi
node=/sys/class/watchdog/watchdog0
if [ ! -d "$node" ]; then
	say "no watchdog device"
elif [ "$feeder" = yes ]; then
	feed &
	until [ "$(cat "$node/state")" = active ]; do sleep 0.2; done
	say "feeder has opened the device: $(cat "$node/identity"), $(cat "$node/timeout") s"
else
	say "no feeder"
fi
if [ "$fault" = hang ]; then
	say hangs
	# Everything but PID 1 is stopped: the feeder, and what shows that this slot lives.
	kill -STOP -1
	kill -STOP $$
fi
commit=/usr/libexec/wdgen/commit
"$commit" >/dev/console 2>&1
status=$?
say "commit: $status"
case $status in
0 | 3 | 4) ;;
*) reboot -f ;; # FailureAction= of the generated unit
esac
`;

const SHELL = `#!/bin/sh
exec </dev/console >/dev/console 2>&1
stty -echo -icanon -onlcr
echo "[lab] shell"
# Not a terminal to the shell: on one it would ask for the place of the cursor.
cat | /bin/sh
`;
