// Times that have to fit into each other: what just fits is left in peace, one second more is refused, and the timeline
// counts that second.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { figureOf, timeline } from '../../src/analyse/timeline.js';
import { figure } from '../lib/figures.js';
import { judgeText } from '../lib/in-memory.js';
import { root } from '../lib/wdgen.js';

/** A spec of test/defects/broken, with one time in the place of another. */
interface Budget {
  readonly about: string;
  readonly spec: string;
  readonly code: string;
  /** The line that changes, up to its time. */
  readonly line: string;
  /** The longest time that fits, in seconds, or the shortest limit that holds it. */
  readonly fits: number;
  /** What breaks it. */
  readonly breaks: number;
  /** A figure of the timeline that has the time in it. */
  readonly counted?: string;
}

const BUDGETS: readonly Budget[] = [
  {
    about: 'a slow kernel under a timer that firmware armed for 32 s',
    ...{ spec: 'bsp-watchdog-shorter-than-the-initrd', code: 'WD1018', line: 'kernel = ' },
    ...{ fits: 31, breaks: 32, counted: 'boot' },
  },
  {
    about: 'a slow initrd under a timer that U-Boot armed for 20 s',
    ...{ spec: 'uboot-timer-shorter-than-the-kernel', code: 'WD1018', line: 'kernel = ' },
    ...{ fits: 19, breaks: 20, counted: 'rollback-hang' },
  },
  {
    about: 'firmware that arms for less than a start with a file system check takes',
    ...{ spec: 'bsp-watchdog-shorter-than-the-initrd', code: 'WD1018', line: 'armed = ' },
    ...{ fits: 41, breaks: 40, counted: 'start-hang' },
  },
  {
    about: 'services that start late, and a kernel that feeds until then',
    ...{ spec: 'open-timeout-before-userspace', code: 'WD1020', line: 'userspace = ' },
    ...{ fits: 19, breaks: 20, counted: 'boot' },
  },
  {
    about: 'a kernel that stops feeding before the services are up',
    ...{ spec: 'open-timeout-before-userspace', code: 'WD1020', line: 'open-timeout = { active = ' },
    ...{ fits: 31, breaks: 30, counted: 'init-hang' },
  },
  {
    about: 'a stop that takes longer than the reboot limit',
    ...{ spec: 'stop-slower-than-the-reboot-limit', code: 'WD1023', line: 'stop = ' },
    ...{ fits: 29, breaks: 30 },
  },
  {
    about: 'a stop under s6-rc, which kills the feeder first',
    ...{ spec: 's6-stop-outlives-the-feeder', code: 'WD1039', line: 'stop = ' },
    ...{ fits: 19, breaks: 20 },
  },
  {
    about: 'a service that takes longer to stop than the machine',
    ...{ spec: 'wd1084-stop-takes-longer', code: 'WD1084', line: 'stop-timeout = ' },
    ...{ fits: 20, breaks: 21 },
  },
  {
    about: 'an update whose checks leave room for a third power cut',
    ...{ spec: 'wd1050-commit-window', code: 'WD1050', line: 'timeout = ' },
    ...{ fits: 47, breaks: 48, counted: 'commit-window' },
  },
];

/** The spec with that time, judged: the codes found, and the figure that counts it. */
function judgedWith({ spec, line, counted }: Budget, seconds: number) {
  const text = readFileSync(join(root, 'test/defects/broken', `${spec}.toml`), 'utf8');
  const changed = text.replace(new RegExp(`^${line}"[^"]+"`, 'm'), `${line}"${seconds}s"`);
  if (!changed.includes(`${line}"${seconds}s"`)) throw new Error(`${spec} has no line ${line}`);
  const { diagnostics, judged } = judgeText(changed);
  const plan = judged[0]?.resolved?.plan;
  if (plan === undefined) throw new Error(`${spec}: ${diagnostics[0]?.detail}`);
  return {
    found: diagnostics.map(({ code }) => code),
    worstMs: counted === undefined ? null : figureOf(timeline(plan), counted).value,
  };
}

t.test('times that fit by one second, and that fail by one', async (t) => {
  for (const budget of BUDGETS) {
    const { about, code, fits, breaks, counted } = budget;
    const good = judgedWith(budget, fits);
    const bad = judgedWith(budget, breaks);
    t.notOk(good.found.includes(code as never), `${about}: ${fits} s fit`);
    t.ok(bad.found.includes(code as never), `${about}: ${breaks} s do not: ${bad.found}`);
    if (counted === undefined) continue;
    const step = ((bad.worstMs ?? 0) - (good.worstMs ?? 0)) / 1000 / (breaks - fits);
    t.ok(Number.isInteger(step) && step >= 1, `${counted} counts it: ${good.worstMs}, ${bad.worstMs} ms`);
  }
  const cases = 2 * BUDGETS.length;
  if (t.passing())
    figure(44, { part: 'times one second below and at what they have to fit into', cases, held: cases });
});
