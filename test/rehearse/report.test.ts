// The report of a rehearsal: one page, and each run as text and as a picture that is the same for the same events.
import { spawnSync } from 'node:child_process';
import t from 'tap';
import { picture } from '../../src/rehearse/picture.js';
import { reportFiles, timelineText } from '../../src/rehearse/report.js';
import type { Run } from '../../src/rehearse/runner.js';
import { jobsOf } from '../../src/rehearse/runner-jobs.js';
import { need } from '../tools/lib/need.js';
import { fakeScenario } from './lib/fakes.js';

const PARSE = 'import sys, xml.etree.ElementTree as tree; tree.fromstring(sys.stdin.buffer.read())';

const [job] = jobsOf([fakeScenario('feeder-killed')], 1, 1);
if (job === undefined) throw new Error('no job');

const run: Run = {
  job,
  standIn: { machine: 'q35', driver: 'i6300esb', same: false, proves: 'the order, not the | timing' },
  result: 'passed',
  said: 'Reset 11.4 s after "the last" feeding <by the watchdog>.',
  measures: [
    { figure: 'feeder-hang', measuredMs: 11_400, computedMs: 12_000, over: false },
    { figure: 'kernel-hang', measuredMs: 12_300, computedMs: 12_000, slackMs: 500, over: false },
    { figure: 'boot.kernel', measuredMs: 2_700, computedMs: null, over: false },
  ],
  marks: [
    { atMs: 2700, text: 'user space runs' },
    { atMs: 5000, text: 'feeder & <co> \u001b[31mkilled' },
  ],
  machineMarks: [
    { atMs: 0, text: 'machine 1 started' },
    { atMs: 16_400, text: 'WATCHDOG' },
    { atMs: 16_400, text: 'RESET' },
  ],
  boots: 2,
  durationMs: 17_000,
  added: ['an init that loads modules'],
  lacking: [],
  emulations: ['software emulation: there is no /dev/kvm'],
  consoles: ['Linux version 6.1'],
};

const reported = {
  unfit: [{ title: 'The new slot hangs', why: 'GRUB counts' }],
  runs: [run],
  unrun: [],
  fault: undefined,
  target: 'box',
  artefacts: 'a'.repeat(64),
};

t.test('the text has every moment in order, both times, and no control characters', async (t) => {
  t.equal(
    timelineText(run),
    `Story of feeder-killed (feeder-killed): passed
Reset 11.4 s after "the last" feeding <by the watchdog>.

     0.0 s  machine   machine 1 started
     2.7 s  scenario  user space runs
     5.0 s  scenario  feeder & <co> \\u{1b}[31mkilled
    16.4 s  machine   WATCHDOG
    16.4 s  machine   RESET

measured, and computed at worst:
  feeder-hang: 11.4 s of 12 s
  kernel-hang: 12.3 s of 12 s, of which up to 0.5 s are the measuring's
  boot.kernel: 2.7 s, nothing computed
`,
  );
});

t.test('the page tells stand-ins, what was added, and what was not run', async (t) => {
  const files = reportFiles({ ...reported, unrun: [{ ...job, name: 'late' }] });
  t.strictSame(
    files.map(({ path }) => path),
    ['report.md', 'feeder-killed/timeline.txt', 'feeder-killed/timeline.svg', 'feeder-killed/console-1.txt'],
  );
  const page = files[0]?.text ?? '';
  t.match(page, '| passed | Reset 11.4 s after "the last" feeding \\<by the watchdog\\>. | 2 | 17 s |');
  t.match(page, '- q35 with i6300esb, a stand-in: the order, not the \\| timing');
  t.match(page, '- q35: software emulation: there is no /dev/kvm');
  t.match(page, '- an init that loads modules');
  t.match(page, '- The new slot hangs: GRUB counts.');
  t.match(page, '- late: not run to its end.');
  t.match(page, '![feeder-killed](feeder-killed/timeline.svg)');
});

t.test(
  'the picture is well-formed, speaks to those who cannot see it, and is the same each time',
  async (t) => {
    const svg = picture(run);
    t.equal(svg, picture({ ...run, marks: run.marks.toReversed() }), 'in whatever order the marks came');
    t.match(svg, '<title id="title">feeder-killed: passed</title>');
    t.match(svg, /<desc id="desc">.*0 s: machine 1 started; 2\.7 s: user space runs.*<\/desc>/);
    t.notMatch(svg, /<co>|\u001b/);
    t.equal((svg.match(/<circle/g) ?? []).length, 2);
    if (!need(t, [{ command: 'python3', debian: 'python3' }])) return;
    const { status, stderr } = spawnSync('python3', ['-c', PARSE], { input: svg, encoding: 'utf8' });
    t.equal(status, 0, stderr);
  },
);

t.test('every mark stays inside the picture, however long or short the run', async (t) => {
  for (const endMs of [0, 1, 900, 61_000, 3_600_000, 400_000_000]) {
    const svg = picture({
      ...run,
      marks: [{ atMs: endMs, text: 'end' }],
      machineMarks: [{ atMs: 0, text: 'start' }],
    });
    const places = [...svg.matchAll(/ c?x="(-?\d+)"/g)].map(([, x]) => Number(x));
    t.ok(
      places.every((x) => x >= 0 && x <= 960),
      `${endMs} ms: ${places}`,
    );
    const ticks = (svg.match(/<line/g) ?? []).length;
    t.ok(ticks >= 1 && ticks <= 20, `${ticks} ticks for ${endMs} ms`);
  }
});

t.test('a run with very many moments is cut in the picture and whole in the text', async (t) => {
  const marks = Array.from({ length: 200 }, (_, index) => ({ atMs: index * 100, text: `mark ${index}` }));
  const long = { ...run, marks };
  t.match(timelineText(long), 'mark 199');
  t.match(picture(long), '123 more moments stand in timeline.txt');
});
