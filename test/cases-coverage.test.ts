// The cases show every code that a user can trigger, and at least half of them are about bad input.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { rules } from '../src/analyse/rules/index.js';
import { codes } from '../src/core/codes.js';

const folder = join(import.meta.dirname, 'cases');
const cases = readdirSync(folder).map((name) => ({
  name,
  transcript: readFileSync(join(folder, name, 'transcript.txt'), 'utf8'),
}));

/** Codes that no spec and no command line alone leads to, with where they are covered instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  WD0506: 'needs a validator that refuses what wdgen generates, which would be a bug in wdgen',
  WD0302: 'needs a way to write a spec that no one has found yet: test/source/edit.test.ts',
  WD0305: 'needs another program that writes at the same moment: test/commands/spec-file.test.ts',
  WD1100: 'WD1060 speaks of it first, and gets its story: test/analyse/explore/planted.test.ts',
  WD1101: 'no plan leads to it but as a limit of its scheme: test/cases/explore-scheme',
  WD1102: 'no plan leads to it: test/analyse/explore/planted.test.ts',
  WD1103: 'no plan leads to it: test/analyse/explore/planted.test.ts',
  WD1105: 'no plan leads to it: test/analyse/explore/planted.test.ts',
  WD1106: 'no plan leads to it: test/analyse/explore/planted.test.ts',
  WD1108:
    'WD1054, WD1055 and WD1056 speak of it first, and get its story: test/analyse/explore/planted.test.ts',
  WD1109: 'needs more states than any spec has: test/analyse/explore/step.test.ts',
  WD0950: 'needs a machine without what is to be booted: test/rehearse/command.test.ts',
  WD0951: 'needs an emulator that fails: test/rehearse/command.test.ts',
  WD0952: 'needs minutes in an emulator: test/rehearse/command.test.ts',
  WD0953: 'needs a mistake in the timeline: test/rehearse/command.test.ts',
  WD0954: 'needs somebody who interrupts a rehearsal: test/rehearse/command.test.ts',
  WD0955: 'needs minutes in an emulator: test/rehearse/command.test.ts',
  WD1200: 'needs a whole image: test/e2e/audit-systemd.test.ts',
  WD1202: 'needs a whole image: test/e2e/audit-systemd.test.ts',
  WD1205: 'needs links: test/e2e/audit-systemd.test.ts',
  WD1207: 'needs a whole image: test/tools/audit-busybox.test.ts',
  WD1221: 'needs an image without its feeder: test/e2e/audit-systemd.test.ts',
  WD1225: 'needs a BusyBox: test/tools/audit-busybox.test.ts',
  WD1226: 'needs a feeder that is stopped: test/audit/s6-image.test.ts',
  WD1228: 'needs a whole image: test/e2e/audit-systemd.test.ts',
  WD1230: 'needs links: test/audit/appliance.test.ts',
  WD1231: 'needs links: test/e2e/audit-systemd.test.ts',
  WD1232: 'needs links: test/audit/appliance.test.ts',
  WD1235: 'needs a whole image: test/e2e/audit-systemd.test.ts',
  WD1244: 'needs a script of mkimage: test/tools/audit-busybox.test.ts',
  WD1246: 'needs a configuration of U-Boot: test/tools/audit-busybox.test.ts',
  WD1270: 'needs a compiled database: test/audit/s6-image.test.ts',
  WD1271: 'needs a compiled database: test/audit/s6-image.test.ts',
  WD0903:
    'needs a machine without ssh-keygen or git: test/tools/ssh-signature.test.ts, test/commands/diff.test.ts',
};

/** The codes that a transcript shows as findings; `explain WD1001` does not count. */
function found(transcript: string): string[] {
  return [...transcript.matchAll(/^(?:error|warning|note)\[(WD\d{4})\]: /gm)].map(([, code]) => code ?? '');
}

const shown = new Set(cases.flatMap(({ transcript }) => found(transcript)));

t.test('every code is found in a case, or elsewhere for a reason', async (t) => {
  for (const code of Object.keys(codes)) {
    if (Object.hasOwn(ELSEWHERE, code))
      t.notOk(shown.has(code), `${code} is in a case: strike it off the list`);
    else t.ok(shown.has(code), `${code} is in a case`);
  }
});

t.test('every rule has a case that triggers it, and one that nearly does', async (t) => {
  for (const { code } of rules) {
    const name = `rule-${code.toLowerCase()}`;
    const own = (which: string) => cases.find((one) => one.name === which)?.transcript ?? '';
    t.ok(found(own(name)).includes(code), `${name} triggers it`);
    t.match(own(`${name}-near-miss`), /^\$ wdgen check/m, `${name}-near-miss is there`);
    t.notOk(found(own(`${name}-near-miss`)).includes(code), `${name}-near-miss does not trigger it`);
  }
});

t.test('at least half of the cases end with a no', async (t) => {
  const refused = cases.filter(({ transcript }) => /^--- exit [123]$/m.test(transcript));
  t.ok(cases.length >= 75, `${cases.length} cases`);
  t.ok(refused.length * 2 >= cases.length, `${refused.length} of ${cases.length}`);
  t.ok(refused.length >= 45, `${refused.length} cases of bad input`);
});

t.test('no case shows a bug, a stack or a place of this machine', async (t) => {
  for (const { name, transcript } of cases) {
    t.notMatch(transcript, /exit (70|null)|this is a bug in wdgen|^ {4}at /m, name);
    t.notMatch(transcript, /\/(tmp|dev\/shm|home(?!\/ann\b)|work)\//, name);
  }
});

t.test('every case of a tree has one', async (t) => {
  for (const { name } of cases.filter((one) => one.name.startsWith('tree-')))
    t.ok(existsSync(join(folder, name, 'expected')), name);
});
