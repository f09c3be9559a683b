import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { debianImage } from './debian-image.js';
import { makeInitramfs, type Put } from './initramfs.js';

/** A machine that says nothing for so long has hung: a test fails then, instead of never ending. */
const SILENCE_MS = 240_000;

/** What takes an emulated processor seconds at each start or reload, and has no part in what is tested. */
const MASKED = [
  // The image has connman for rm1; these machines have no network that it could wait for.
  ...['connman.service', 'connman-wait-online.service'],
  ...['systemd-udev-trigger.service', 'modprobe@.service', 'systemd-random-seed.service'],
  ...['systemd-logind.service', 'systemd-user-sessions.service', 'getty.target'],
  ...['systemd-update-utmp.service', 'systemd-update-utmp-runlevel.service', 'systemd-sysusers.service'],
  ...['dev-hugepages.mount', 'dev-mqueue.mount', 'sys-kernel-debug.mount', 'sys-kernel-tracing.mount'],
  ...['apt-daily.timer', 'apt-daily-upgrade.timer', 'dpkg-db-backup.timer', 'fstrim.timer'],
].map((name) => `/etc/systemd/system/${name}`);

/** Generators for disks, terminals and init scripts that these machines do not have. */
const GENERATORS = [
  ...['cryptsetup', 'debug', 'getty', 'gpt-auto', 'hibernate-resume', 'integritysetup'],
  ...['rc-local', 'run', 'system-update', 'sysv', 'veritysetup'],
].map((name) => `/etc/systemd/system-generators/systemd-${name}-generator`);

/** A root shell on the second serial line, started early: all that the lab adds to the system. The rest it leaves out. */
const SYSTEMD: readonly Put[] = [
  ...[...MASKED, ...GENERATORS].map((path) => ({ path, link: '/dev/null' })),
  {
    path: '/etc/systemd/system/lab-shell.service',
    text: `[Unit]
DefaultDependencies=no
After=systemd-remount-fs.service
[Service]
ExecStart=/lab/shell
StandardInput=tty-force
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS1
`,
  },
  { path: '/etc/systemd/system/sysinit.target.d/lab.conf', text: '[Unit]\nWants=lab-shell.service\n' },
];

const SHELL: Put = {
  path: '/lab/shell',
  mode: 0o755,
  text: '#!/bin/sh\nstty -echo -icanon -onlcr\necho LAB READY\nPS1= PS2= exec /bin/sh\n',
};

/** BusyBox init with its own inittab; the test appends the generated lines. */
function busybox(inittab: string): readonly Put[] {
  const start = [
    'mount -t proc proc /proc',
    'mount -t sysfs sys /sys',
    'mount -t tmpfs tmp /run',
    'mkdir -p /dev/pts /run/lock',
    'mount -t devpts pts /dev/pts',
    'for script in /etc/init.d/S??*; do [ ! -x "$script" ] || "$script" start; done',
    '',
  ];
  return [
    { path: '/lab/init', link: '/bin/busybox' },
    { path: '/lab/rcS', mode: 0o755, text: `#!/bin/sh\n${start.join('\n')}` },
    { path: '/etc/inittab', text: `::sysinit:/lab/rcS\nttyS1::respawn:/lab/shell\n${inittab}` },
  ];
}

/** What to boot. */
export interface PcSetup {
  readonly put: readonly Put[];
  /** With it BusyBox init runs, and these lines stand behind its own. */
  readonly inittab?: string;
  readonly append?: string;
  readonly memory?: number;
}

/** What a shell command said, and how it ended. */
export interface Said {
  readonly text: string;
  readonly status: number;
}

/**
 * A PC (q35, with the TCO watchdog of its chipset) that runs a real systemd, a shell of which the test types on.
 * `ICH9-LPC.noreboot=off`: otherwise QEMU keeps the strap set that stops the TCO from resetting.
 */
export class Pc {
  readonly #process: ChildProcess;
  readonly #folder: string;
  #shell = '';
  #ended = false;
  #wake: () => void = () => {};
  #commands = 0;

  constructor(t: Test, { put, inittab, append = '', memory = 512 }: PcSetup) {
    const { kernel, disk, modules } = debianImage();
    this.#folder = mkdtempSync(join(tmpdir(), 'wdgen-pc-'));
    const initramfs = join(this.#folder, 'initramfs');
    const own = inittab === undefined ? SYSTEMD : busybox(inittab);
    makeInitramfs({
      file: initramfs,
      modules,
      put: [SHELL, ...own, ...put],
      // A program named `init` is what BusyBox takes for one.
      init: inittab === undefined ? '/sbin/init' : '/lab/init',
    });
    this.#process = spawn(
      // setpriv has the kernel end the machine with this process, even one that is killed.
      'setpriv',
      [
        ...['--pdeathsig', 'KILL', 'qemu-system-x86_64'],
        ...[
          '-M',
          'q35',
          '-m',
          String(memory),
          '-nic',
          'none',
          '-display',
          'none',
          '-no-reboot',
          '-monitor',
          'none',
        ],
        ...['-global', 'ICH9-LPC.noreboot=off'],
        ...['-kernel', kernel, '-initrd', initramfs],
        ...['-append', `console=ttyS0 panic=-1 quiet no_timer_check systemd.show_status=yes ${append}`],
        ...['-drive', `file=${disk},format=raw,if=virtio,snapshot=on,cache=unsafe`],
        ...['-serial', `file:${join(this.#folder, 'console')}`, '-serial', 'stdio'],
      ],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    this.#process.stdout?.setEncoding('latin1').on('data', (text: string) => {
      this.#shell += text;
      this.#wake();
    });
    this.#process.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
    t.teardown(() => this.stop());
  }

  /** What kernel and systemd wrote on the console so far. */
  get console(): string {
    return readFileSync(join(this.#folder, 'console'), 'latin1');
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Waits until the shell answers. */
  async ready(): Promise<void> {
    await this.#until('LAB READY\n');
  }

  /** Runs a command in the machine. */
  async run(command: string): Promise<Said> {
    const mark = `LAB${this.#commands++}`;
    this.#process.stdin?.write(`${command}\nended=$?; echo; echo "${mark} $ended"\n`);
    const before = await this.#until(`\n${mark} `);
    const status = Number.parseInt(await this.#until('\n'), 10);
    return { text: before.replace(/\n$/, ''), status };
  }

  /**
   * Runs a command every so many seconds until it succeeds; throws with what it said when it has not after so long.
   * Starting a program keeps an emulated processor busy for half a second: what takes minutes is asked seldom.
   */
  async wait(command: string, seconds: number, every = 1): Promise<Said> {
    const said = await this.run(
      `for i in $(seq ${Math.ceil(seconds / every)}); do out=$( { ${command}; } 2>&1 ) && break; sleep ${every}; false; done; ok=$?; echo "$out"; (exit $ok)`,
    );
    if (said.status !== 0) throw new Error(`not within ${seconds} s: ${command}\n${said.text}`);
    return said;
  }

  /** Waits until the machine ends by itself; with -no-reboot a reset ends it. */
  async end(): Promise<void> {
    while (!this.#ended) await this.#news();
  }

  stop(): void {
    this.#process.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #until(mark: string): Promise<string> {
    for (;;) {
      const at = this.#shell.indexOf(mark);
      if (at !== -1) {
        const text = this.#shell.slice(0, at);
        this.#shell = this.#shell.slice(at + mark.length);
        return text;
      }
      if (this.#ended)
        throw new Error(`the machine ended before ${JSON.stringify(mark)}:\n${this.console.slice(-2000)}`);
      await this.#news();
    }
  }

  #news(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`nothing for ${SILENCE_MS / 1000} s:\n${this.console.slice(-2000)}`)),
        SILENCE_MS,
      );
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
