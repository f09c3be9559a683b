// Limits of drivers, and of settings among each other, one second below, at and above each.
import t from 'tap';
import { pretimeoutUnsignalled } from '../../src/analyse/rules/pretimeout-unsignalled.js';
import { boards, findDriver } from '../../src/catalogue/index.js';
import { figure } from '../lib/figures.js';
import { judgeText } from '../lib/in-memory.js';
import { active, planFixture } from '../lib/plan.js';

const spec = (board: string, runtime: string, pet: string) => `schema = 1
[target.box]
board = "${board}"
platform = "buildroot"
init = "busybox"
[target.box.watchdog]
feeder = { active = "busybox" }
runtime = { active = "${runtime}" }
pet = { active = "${pet}" }
`;

/** Drivers that hold at most what they say; the others feed in between, or are another rule's matter. */
const HOLDS = new Set(['einval', 'core-keepalive-buggy', 'clamped-and-reported', 'wraps']);

interface Edge {
  readonly about: string;
  readonly text: string;
  readonly code: string;
  readonly beyond: boolean;
}

const around = (seconds: number) => [seconds - 1, seconds, seconds + 1].filter((one) => one >= 1);
const petOf = (seconds: number) => `${Math.max(100, Math.floor(seconds * 250))}ms`;

const maxima: readonly Edge[] = boards.flatMap(({ id, driver: name, clockHz }) => {
  const driver = name === null ? undefined : findDriver(name);
  const { maxMs = null } = driver?.limits(clockHz) ?? {};
  if (driver === undefined || maxMs === null || !HOLDS.has(driver.overMax)) return [];
  return around(Math.floor(maxMs / 1000)).map((seconds) => ({
    about: `${id}: ${seconds} s where ${driver.id} holds ${maxMs} ms`,
    text: spec(id, `${seconds}s`, petOf(seconds)),
    code: 'WD1001',
    beyond: seconds * 1000 > maxMs,
  }));
});

const minima: readonly Edge[] = boards.flatMap(({ id, driver: name, clockHz }) => {
  const driver = name === null ? undefined : findDriver(name);
  const { minMs = null } = driver?.limits(clockHz) ?? {};
  if (driver === undefined || minMs === null || minMs < 2000) return [];
  return around(Math.ceil(minMs / 1000)).map((seconds) => ({
    about: `${id}: ${seconds} s where ${driver.id} wants ${minMs} ms`,
    text: spec(id, `${seconds}s`, petOf(seconds)),
    code: 'WD1002',
    beyond: seconds * 1000 < minMs,
  }));
});

const pets: readonly Edge[] = [4, 10, 20].flatMap((runtime) =>
  around(runtime / 2).map((pet) => ({
    about: `petted each ${pet} s of ${runtime} s`,
    text: spec('qemu-q35', `${runtime}s`, `${pet}s`),
    code: 'WD1004',
    beyond: pet > runtime / 2,
  })),
);

t.test('the judgement speaks beyond a limit, and only there', async (t) => {
  const edges = [...maxima, ...minima, ...pets];
  t.ok(edges.length >= 40, `${edges.length} values`);
  t.ok(edges.some(({ code }) => code === 'WD1001') && edges.some(({ beyond }) => beyond));
  const wrong = edges.flatMap(({ about, text, code, beyond }) => {
    const found = judgeText(text).diagnostics.map((one) => one.code);
    return found.includes(code as never) === beyond ? [] : [`${about}: ${found}`];
  });
  t.strictSame(wrong, []);
  figure(19, {
    part: 'values at limits of drivers and pets',
    cases: edges.length,
    held: edges.length - wrong.length,
  });
});

t.test("a driver outside the watchdog core has no kernel's timer that stands in", async (t) => {
  const timer = active({ kind: 'tristate', value: 'y' } as const);
  const plan = planFixture({
    driver: { watchdogCore: false },
    kernel: { flags: [{ symbol: 'WATCHDOG_HRTIMER_PRETIMEOUT', setting: timer, why: '', from: 'core' }] },
    watchdog: { pretimeoutMs: active(5000) },
  });
  t.match(
    pretimeoutUnsignalled.check(plan, () => true),
    [{ detail: /does not use the kernel's watchdog core/ }],
  );
});
