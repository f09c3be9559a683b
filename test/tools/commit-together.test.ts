// Whatever writes several variables of U-Boot's environment writes them together: one call of the real fw_setenv, and
// nobody who reads meanwhile sees some of them old and some new.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { RollbackPlan } from '../../src/plan/types.js';
import { CHECK, commitFiles, INTENDED, PROGRAM } from '../lib/commit-files.js';
import { figure } from '../lib/figures.js';
import { COMMIT_TOOLS, commitLab, type Lab, SHELLS, type Variables } from './lib/commit-lab.js';
import { need } from './lib/need.js';

const LEFT = { BOOT_ORDER: 'B A', BOOT_A_LEFT: '3', BOOT_B_LEFT: '2', other: 'x', wd_refilled: '0' };
const FULL = { ...LEFT, BOOT_B_LEFT: '3' };
const COUNT = { wd_slot: 'B', bootcount: '2', upgrade_available: '1', wd_refilled: '1', other: 'x' };
const GOOD = { ...COUNT, bootcount: '0', upgrade_available: '0', wd_refilled: '0' };

interface Path {
  readonly scheme: RollbackPlan['scheme'];
  readonly program: string;
  readonly before: Variables;
  readonly after: Variables;
}

/** Every way in which a generated program writes the environment; a good slot of uboot-bootcount needs no excuse. */
const PATHS: readonly Path[] = [
  ...(['rauc-uboot', 'rauc-bootmeth'] as const).flatMap((scheme) => [
    { scheme, program: PROGRAM, before: LEFT, after: FULL },
    { scheme, program: PROGRAM, before: { ...LEFT, wd_refilled: '1' }, after: FULL },
    { scheme, program: PROGRAM, before: { ...FULL, wd_refilled: '1' }, after: FULL },
    { scheme, program: INTENDED, before: FULL, after: { ...FULL, wd_intent: '1' } },
  ]),
  { scheme: 'uboot-bootcount', program: PROGRAM, before: COUNT, after: GOOD },
  { scheme: 'uboot-bootcount', program: PROGRAM, before: { ...COUNT, wd_refilled: '0' }, after: GOOD },
];

/** Says how it is called, and with what; then it is the real one. */
const WRITER = `#!/bin/sh
[ "$1" != --help ] || exec /tmp/real/fw_setenv --help
echo "fw_setenv $*" >>/tmp/writes
[ "$1" = -s ] || exec /tmp/real/fw_setenv "$@"
cat >/tmp/lines
sed 's/^/  /' /tmp/lines >>/tmp/writes
exec /tmp/real/fw_setenv -s /tmp/lines
`;

/** Reads with the real fw_printenv, and what lies on the medium, again and again while a program runs. */
const READER = (program: string) => `
read_on() {
	n=0
	while :; do
		n=$((n + 1))
		fw_printenv >/tmp/reads/$n 2>&1
		cat /env >/tmp/raw/$n
	done
}
read_on &
reader=$!
${program}
kill -9 "$reader"
`;

const isSame = (one: Variables, other: Variables) =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

function labOf(t: Test, { scheme, before }: Path): Lab {
  const machine = commitLab(t, commitFiles({ rollback: { scheme } }), before);
  machine.put(CHECK, '#!/bin/sh\n');
  for (const folder of ['tmp/real', 'tmp/reads', 'tmp/raw']) mkdirSync(join(machine.root, folder));
  copyFileSync(join(machine.root, 'bin/fw_setenv'), join(machine.root, 'tmp/real/fw_setenv'));
  machine.replace('fw_setenv', WRITER);
  return machine;
}

/** What the readers saw: the variables, each way once. The last file of each may be cut off with its reader. */
function seen(machine: Lab): readonly Variables[] {
  const files = (folder: string) => {
    const names = readdirSync(join(machine.root, folder)).sort((a, b) => Number(a) - Number(b));
    return names.slice(0, -1).map((name) => readFileSync(join(machine.root, folder, name)));
  };
  const text = files('tmp/reads').map((bytes) => bytes.toString());
  const printed = [...new Set(text)].map((lines) =>
    Object.fromEntries(
      lines
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/=(.*)/s).slice(0, 2)),
    ),
  );
  const raw = new Map(
    files('tmp/raw').map((bytes) => [createHash('sha256').update(bytes).digest('hex'), bytes]),
  );
  const last = machine.envBytes();
  const stored = [...raw.values()].map((bytes) => {
    writeFileSync(join(machine.root, 'env'), bytes);
    return machine.env();
  });
  writeFileSync(join(machine.root, 'env'), last);
  return [...printed, ...stored];
}

t.test('one write for all variables, and no reader sees half of it', async (t) => {
  if (!need(t, COMMIT_TOOLS)) return;
  for (const path of PATHS) {
    const { scheme, program, before, after } = path;
    const about = `${scheme}, ${program}, ${JSON.stringify(before)}`;
    const machine = labOf(t, path);
    const { shell } = SHELLS.dash;
    machine.put('tmp/both', READER(`${shell} ${program}`));
    const cmdline = 'rauc.slot=B wdgen.slot=B';
    const { log } = await machine.run(SHELLS.dash, cmdline, '/tmp/both');
    t.ok(isSame(machine.env(), after), `${about}\n${log}`);
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    const [call, ...lines] = readFileSync(join(machine.root, 'tmp/writes'), 'utf8').trimEnd().split('\n');
    t.equal(call, 'fw_setenv -s -', about);
    t.ok(
      lines.length >= changed.length && lines.every((line) => /^ {2}\w+=\w+$/.test(line)),
      lines.join('\n'),
    );
    const views = seen(machine);
    t.ok(views.length > 0 && existsSync(join(machine.root, 'tmp/raw/2')), 'there were readers');
    for (const view of views)
      if (!isSame(view, before) && !isSame(view, after)) t.strictSame(view, after, `${about}: half of it`);
  }
  if (t.passing())
    figure(37, {
      part: 'ways to write the environment, with readers',
      cases: PATHS.length,
      held: PATHS.length,
    });
});
