// A whole rehearsal with the real command on a small image: every scenario that fits, the record, and the gate that it lifts.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { enable } from '../../src/commands/enable.js';
import { pc } from '../../src/rehearse/guests/pc.js';
import { figure } from '../lib/figures.js';
import { pcTools } from '../lib/pc-lab.js';
import { root } from '../lib/wdgen.js';
import { need } from '../tools/lib/need.js';

/** A timeout that a test can wait for many times, and a kernel that restarts by itself after a panic. */
const SPEC = `schema = 1

[target.box]
board = "rock64"
platform = "buildroot"
init = "busybox"

[target.box.kernel.flags]
PANIC_TIMEOUT = { active = 1 }

[target.box.watchdog]
feeder = { deferred = "busybox" }
runtime = { deferred = "8s" }
pet = { deferred = "2s" }

[target.box.watchdog.deferral]
reason = "not tried yet"
gate = ["rehearsal"]
`;

/** What each scenario has to come to, and whether the emulator said that the watchdog fired. */
const EXPECTED = {
  'feeder-killed': ['passed', false, /another one, process \d+, feeds again/],
  'feeder-stopped': ['passed', true, /^The feeder was stopped: the watchdog reset the machine/],
  'userspace-wedged': ['not-covered', false, /the feeder went on/],
  'panic-waits': ['passed', true, /^The kernel panicked and waits for ever: the watchdog reset the machine/],
  'panic-restarts': ['passed', false, /it restarted by itself .* the watchdog had no part in it/],
  'kernel-locked': [
    'passed',
    true,
    /^The only processor was locked up with interrupts off: the watchdog reset/,
  ],
  'init-dies': ['passed', false, /^PID 1 died: the kernel restarted by itself/],
  'root-missing': ['passed', false, /^Without a root file system the kernel panicked, and restarted/],
  'reboot-hangs': [
    'passed',
    true,
    /^The services were stopped, and the restart never came: the watchdog reset/,
  ],
  soak: ['passed', false, /^No reset came for 24 s/],
} as const;

/** What of it is about feeders, and what about machines that are lost. */
const FEEDERS = 'feeder-killed feeder-stopped reboot-hangs'.split(' ');
const MACHINES = 'panic-waits panic-restarts kernel-locked init-dies root-missing'.split(' ');

interface Run {
  readonly scenario: keyof typeof EXPECTED;
  readonly result: string;
  readonly said: string;
  readonly machineMarks: readonly { readonly text: string }[];
  readonly measures: readonly { readonly figure: string; readonly measuredMs: number }[];
}

t.test('every scenario on BusyBox init, each with its proof; the record lifts the gate', async (t) => {
  if (!need(t, pcTools)) return;
  await pc.prepare((text) => t.comment(text));
  const folder = t.testdir({});
  const spec = join(folder, 'watchdog.toml');
  writeFileSync(spec, SPEC);
  const args = [
    'rehearse',
    '--target',
    'box',
    '--accel',
    'tcg',
    '--jobs',
    '2',
    '--report',
    'report',
    '--format',
    'json',
  ];
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'bin/wdgen.cjs'), ...args], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  });
  const { data } = JSON.parse(stdout) as { data: { runs: readonly Run[] } };
  t.strictSame(
    data.runs.map(({ scenario }) => scenario),
    Object.keys(EXPECTED),
  );
  for (const { scenario, result, said, machineMarks } of data.runs) {
    const [wanted, fired, words] = EXPECTED[scenario];
    t.equal(result, wanted, `${scenario}: ${said}`);
    t.match(said, words);
    t.equal(
      machineMarks.some(({ text }) => text === 'WATCHDOG'),
      fired,
      `${scenario}: the watchdog ${fired ? 'fired' : 'did not fire'}`,
    );
  }
  const stages = new Map(
    data.runs.flatMap(({ measures }) => measures.map((one) => [one.figure, one.measuredMs])),
  );
  for (const stage of ['boot', 'boot.firmware', 'boot.kernel', 'boot.initrd', 'boot.userspace'])
    t.ok((stages.get(stage) ?? 0) > 0, `${stage}: ${stages.get(stage)} ms`);
  t.match(
    readFileSync(join(folder, 'report/report.md'), 'utf8'),
    '- q35: software emulation, as --accel wants it',
  );
  const records = readdirSync(join(folder, 'evidence/box'));
  t.match(records, [/^rehearsal-[0-9a-f]{12}\.json$/]);
  const lifted = await enable({
    ...{ spec, targets: ['box'], settings: [], override: undefined, out: undefined, dryRun: false },
  });
  t.equal(lifted.exit, 0, JSON.stringify(lifted.diagnostics));
  if (!t.passing()) return;
  const count = (names: readonly string[]) => {
    const cases = data.runs.filter(({ scenario }) => names.includes(scenario)).length;
    return { cases, held: cases };
  };
  figure(42, { part: 'rehearsed: killed, stopped, ended before a reboot that hangs', ...count(FEEDERS) });
  figure(43, { part: 'rehearsed: panics, a lock-up, a dead PID 1, no root', ...count(MACHINES) });
});
