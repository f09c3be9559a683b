// A device that is not the one of the spec, and a timeout that the driver did not take as it is: what the generated
// feeder says, with BusyBox' real applet, and that it feeds all the same.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { busybox } from '../../src/backends/busybox/index.js';
import { type Lab, lab, labTools, until } from '../lib/feeder-lab.js';
import { figure } from '../lib/figures.js';
import { judgeText } from '../lib/in-memory.js';
import { active, type PlanOverrides, planFixture } from '../lib/plan.js';
import { artefactsOf } from '../lib/s6rc.js';
import { root } from '../lib/wdgen.js';
import { need } from './lib/need.js';

t.jobs = 4;

/** As init respawns it. */
const RESPAWN = 'while :; do /usr/libexec/wdgen/watchdog-feeder; done';

interface Case {
  readonly about: string;
  readonly plan?: PlanOverrides;
  /** What the kernel says that differs from a driver that took 30 s. */
  readonly sysfs?: Readonly<Record<string, string>>;
  /** Before it starts, as root of the machine. */
  readonly first?: (machine: Lab) => void;
  readonly init?: string;
  /** What it says; nothing when all is well. */
  readonly says: RegExp | null;
  /** Whether there is a device to feed. */
  readonly feeds?: false;
}

const WATCHDOG7 = { watchdog: { device: '/dev/watchdog7' } };

const DEVICES: readonly Case[] = [
  {
    about: 'the driver is missing',
    plan: WATCHDOG7,
    says: /there is no device \/dev\/watchdog7: .* iTCO_wdt\?/,
    feeds: false,
  },
  {
    about: 'its modules are missing, and the device is there',
    plan: { kernel: { driverAs: 'module' } },
    says: /cannot load the module i2c-i801\n[\s\S]*cannot load the module iTCO_wdt\n/,
  },
  {
    about: 'it comes late',
    plan: WATCHDOG7,
    first: ({ root }) => copySysfs(root, 'watchdog7'),
    init: `(sleep 4; busybox ln -s watchdog0 /dev/watchdog7) & ${RESPAWN}`,
    says: null,
  },
  {
    about: 'another hardware has its number',
    sysfs: { identity: 'iLO2+ HW Watchdog Timer' },
    says: /WRONG DEVICE: \/dev\/watchdog0 is "iLO2\+ HW Watchdog Timer", not "iTCO_wdt"\n/,
  },
  {
    about: 'softdog came first',
    sysfs: { identity: 'Software Watchdog' },
    says: /WRONG DEVICE: \/dev\/watchdog0 is "Software Watchdog", not "iTCO_wdt"\n/,
  },
  {
    about: 'the kernel tells nothing about it',
    first: ({ root }) => rmSync(join(root, 'sys/class/watchdog/watchdog0'), { recursive: true }),
    says: /cannot check the timeout of \/dev\/watchdog0: the kernel lacks CONFIG_WATCHDOG_SYSFS\n/,
  },
  {
    about: 'a driver that puts the name of its chip into its own',
    plan: { driver: { identity: '<chip name> watchdog' } },
    sysfs: { identity: 'f71882fg watchdog' },
    says: null,
  },
];

const STEPS = { driver: { stepsMs: [16_000, 43_000, 87_000] } };
const wrong = (seconds: number) =>
  new RegExp(`WRONG TIMEOUT: /dev/watchdog0 holds ${seconds} s, not 30 s\\n`);

const TIMEOUTS: readonly Case[] = [
  { about: 'taken as it is', says: null },
  { about: 'refused: the default stays', sysfs: { timeout: '60' }, says: wrong(60) },
  { about: 'rounded down', sysfs: { timeout: '29' }, says: wrong(29) },
  { about: 'rounded up where nothing is to be rounded', sysfs: { timeout: '31' }, says: wrong(31) },
  { about: 'the next longer step', plan: STEPS, sysfs: { timeout: '43' }, says: null },
  { about: 'a step too long', plan: STEPS, sysfs: { timeout: '87' }, says: wrong(87) },
  { about: 'a step too short', plan: STEPS, sysfs: { timeout: '16' }, says: wrong(16) },
];

function copySysfs(root: string, name: string): void {
  const [from, to] = ['watchdog0', name].map((one) => join(root, 'sys/class/watchdog', one)) as [
    string,
    string,
  ];
  mkdirSync(to);
  for (const file of ['identity', 'state', 'timeout', 'nowayout'])
    writeFileSync(join(to, file), readFileSync(join(from, file)));
}

async function judge(t: Test, { plan = {}, sysfs, first, init, says, feeds, about }: Case): Promise<void> {
  const files = artefactsOf(
    busybox,
    planFixture({
      platform: { kind: 'buildroot', init: 'busybox' },
      ...plan,
      watchdog: { petMs: active(1000), feeder: active({ kind: 'busybox' } as const), ...plan.watchdog },
    }),
  );
  const machine = await lab(t, files, sysfs);
  first?.(machine);
  machine.boot('sh', '-c', init ?? RESPAWN);
  if (says !== null) t.ok(await until(() => says.test(machine.log())), `${about}: ${machine.log()}`);
  if (feeds === false) return;
  // The look at the kernel's word comes three seconds after the start.
  t.ok(await until(() => machine.fed().length >= 5), `${about}: it is fed`);
  if (says === null) t.notMatch(machine.log(), /WRONG|NOT|cannot|no device/, about);
  t.notOk(machine.fed().toString('latin1').includes('V'), 'and not stopped');
}

function all(row: number, part: string, cases: readonly Case[]): void {
  t.test(part, { buffered: true }, async (t) => {
    if (!need(t, labTools)) return;
    t.jobs = 4;
    await Promise.all(cases.map((one) => t.test(one.about, { buffered: true }, (t) => judge(t, one))));
    if (t.passing()) figure(row, { part, cases: cases.length, held: cases.length });
  });
}

all(40, 'devices that are not the one of the spec', DEVICES);
all(41, 'timeouts, as the driver took them', TIMEOUTS);

/** Specs of test/defects/broken in which it can be seen beforehand. */
const FORESEEN = {
  'fragment-lost-the-driver': 'WD1026',
  'module-after-systemd': 'WD1009',
  'softdog-first': 'WD1007',
  'bmc-and-ilo': 'WD1025',
};

t.test('missing, late, second and soft drivers that the spec shows', async (t) => {
  for (const [name, code] of Object.entries(FORESEEN)) {
    const text = readFileSync(join(root, 'test/defects/broken', `${name}.toml`), 'utf8');
    t.ok(
      judgeText(text).diagnostics.some((one) => one.code === code),
      `${name}: ${code}`,
    );
  }
  const cases = Object.keys(FORESEEN).length;
  if (t.passing()) figure(40, { part: 'drivers that the judgement warns of', cases, held: cases });
});
