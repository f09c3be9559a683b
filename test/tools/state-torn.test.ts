// State that a power cut left behind cut off: at each of its bytes, under three shells. The old is gone then, and what
// is unknown is the safe default: no reboot, nothing removed for its age.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { figure } from '../lib/figures.js';
import { rebootFixture, rm1Fixture } from '../lib/plan-network.js';
import { need } from './lib/need.js';
import { left, now, put } from './lib/retention-entries.js';
import { DAY, SHELLS as RETENTION_SHELLS, RETENTION_TOOLS, retentionLab } from './lib/retention-lab.js';
import { SELFHEAL_TOOLS, SHELLS, type ShellName, selfhealLab } from './lib/selfheal-lab.js';

t.jobs = 3;

const network = {
  probes: rm1Fixture().network?.probes.slice(0, 1) ?? [],
  healthy: { need: { kind: 'all' }, probes: ['carrier'] },
  ...{ guards: [], steps: [], reboot: rebootFixture({ rounds: 2, max: 2, guards: [], vetoes: [] }) },
} as const;

/** Half an hour after the start: a budget of which one reboot is left, and a round after which the next one reboots. */
const BUDGET = '1 90000 boot-0 4000 0 89500 end';
const ROUND = '1 boot-1 1 yes 1900 unhealthy - end';

const SCRIPT = `
try() {
	fresh 2000; break_link; mkdir -p $state /run/wdgen-selfheal
	printf '%s\\n' '${BUDGET}' >$state/budget; printf '%s\\n' '${ROUND}' >/run/wdgen-selfheal/round
	printf '%s' "$3" >$2; echo "## $1"; round rounds; cat $state/budget; cat /run/wdgen-selfheal/round 2>/dev/null
}
cut_all() {
	text=$2
	while [ -n "$text" ]; do text=\${text%?}; try torn $1 "$text"; done
}
try whole /world/none x
try whole $state/budget '${BUDGET}
'
cut_all $state/budget '${BUDGET}'; cut_all /run/wdgen-selfheal/round '${ROUND}'
try torn $state/budget '${BUDGET}'; try torn /run/wdgen-selfheal/round '${ROUND}'`;

for (const shell of Object.keys(SHELLS) as ShellName[])
  t.test(`self-heal, ${shell}`, { buffered: true }, async (t) => {
    if (!need(t, SELFHEAL_TOOLS)) return;
    const lab = selfhealLab(t, { rounds: rm1Fixture({ network }) });
    const text = await lab.run(shell, SCRIPT);
    const parts = text.split(/^## /m).slice(1);
    t.equal(parts.length, 2 + BUDGET.length + ROUND.length + 2);
    for (const part of parts.slice(0, 2))
      t.match(part, /rebooting, reboot 2 of 2[\s\S]*= 137\n/, 'whole, it reboots');
    const wrong = parts
      .slice(2)
      .filter(
        (part) => part.includes('rebooting') || !/cannot read [\s\S]*= 0\n1 .* end\n1 .* end\n$/.test(part),
      );
    t.strictSame(wrong, [], 'torn, it does not, says so, and leaves both whole');
    const cases = parts.length - 2;
    if (t.passing()) count('cut at each byte: both state files of self-heal, three shells', 3, cases);
  });

for (const [name, shell] of Object.entries(RETENTION_SHELLS))
  t.test(`clean-up, ${name}`, { buffered: true }, async (t) => {
    if (!need(t, RETENTION_TOOLS)) return;
    const lab = retentionLab(t);
    const file = join(lab.root, 'var/lib/wdgen/retention/quarantine');
    mkdirSync(join(file, '..'), { recursive: true });
    put(lab.folder, 'young', 1);
    // The clock has jumped by years, and the run before has seen it.
    const late = now() + 5 * 365 * DAY;
    const state = `boot-1 9000 boot-1 9000 ${late} 8000\n`;
    lab.at(late + 3600, 12_600);
    for (let length = 0; length <= state.length; length++) {
      writeFileSync(file, state.slice(0, length));
      const { status, log } = lab.run(shell, '--now');
      t.strictSame([status, left(lab)], [0, ['young']], `${JSON.stringify(state.slice(0, length))}: ${log}`);
    }
    if (t.passing()) count('cut at each byte: the state of the clean-up, three shells', 3, state.length);
  });

const passed = new Map<string, number>();

/** A figure is complete when it has held under all shells. */
function count(part: string, shells: number, cases: number): void {
  const done = (passed.get(part) ?? 0) + 1;
  passed.set(part, done);
  if (done === shells) figure(25, { part, cases: cases * shells, held: cases * shells });
}
