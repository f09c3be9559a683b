// Whoever feeds, other software in the image that opens the watchdog as well is refused.
import t from 'tap';
import { figure } from '../lib/figures.js';
import { judgeText } from '../lib/in-memory.js';

const FEEDERS = { systemd: 'systemd', busybox: 's6-rc', watchdogd: 's6-rc', 'application:own': 's6-rc' };
const OPENERS = ['watchdog', 'watchdogd', 'busybox-watchdog'];

function specOf(feeder: string, init: string, software: readonly string[]): string {
  const lines = [
    'schema = 1',
    '[target.a]',
    'board = "turris-omnia"',
    'platform = "buildroot"',
    `init = "${init}"`,
    '[target.a.watchdog]',
    `feeder = { active = "${feeder}" }`,
    'runtime = { active = "30s" }',
    '[target.a.image]',
    `software = ${JSON.stringify(software)}`,
  ];
  return `${lines.join('\n')}\n`;
}

t.test('two feeders, in all pairs', async (t) => {
  let pairs = 0;
  for (const [feeder, init] of Object.entries(FEEDERS)) {
    for (const opener of OPENERS) {
      const found = judgeText(specOf(feeder, init, [opener])).diagnostics;
      const clash = found.find(({ code }) => code === 'WD1027');
      // One feeder that is named twice is one feeder.
      const expected = feeder === opener ? undefined : 'error';
      t.equal(clash?.severity, expected, `${feeder} and ${opener}: ${clash?.detail}`);
      if (expected !== undefined) pairs++;
    }
    t.notOk(
      judgeText(specOf(feeder, init, [])).diagnostics.some(({ code }) => code === 'WD1027'),
      feeder,
    );
  }
  if (t.passing())
    figure(39, { part: 'pairs of feeders, refused by the analysis', cases: pairs, held: pairs });
});
