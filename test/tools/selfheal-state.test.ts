// What the self-heal program keeps: damaged, unwritable, cut off in the middle, and used by two runs at once.
import t, { type Test } from 'tap';
import { figure } from '../lib/figures.js';
import { rebootFixture, rm1Fixture, step } from '../lib/plan-network.js';
import { need } from './lib/need.js';
import { SELFHEAL_TOOLS, SHELLS, type ShellName, selfhealLab } from './lib/selfheal-lab.js';

const carrier = rm1Fixture().network?.probes.slice(0, 1) ?? [];
const healthy = { need: { kind: 'all' }, probes: ['carrier'] } as const;
const reboot = rebootFixture({ rounds: 1, guards: [], vetoes: [] });
const short = { probes: carrier, healthy, guards: [], steps: [], reboot };

const plans = {
  short: rm1Fixture({ network: short }),
  rounds: rm1Fixture({ network: { ...short, reboot: { ...reboot, rounds: 2 } } }),
  slow: rm1Fixture({
    network: {
      ...short,
      steps: [step('slow', { kind: 'script', path: '/probe/slow' }, { settleMs: 0, timeoutMs: 9000 })],
      reboot: { ...reboot, state: 'deferred' },
    },
  }),
};

const SLOW = '#!/bin/sh\necho slow >>/calls\nusleep 120000\n';

function labOf(t: Test) {
  const lab = selfhealLab(t, plans);
  lab.put('probe/slow', SLOW);
  return lab;
}

async function underEach(t: Test, script: string, judge: (t: Test, text: string) => void): Promise<void> {
  if (!need(t, SELFHEAL_TOOLS)) return;
  for (const shell of Object.keys(SHELLS) as ShellName[]) {
    await t.test(shell, async (t) => judge(t, await labOf(t).run(shell, script)));
  }
}

/** Ways in which a state file can be wrong, as commands that make `$file` so. The last ones differ by file. */
const DAMAGE = [
  ': >$file',
  "printf '1 10\\0 boot-1 10 0 end\\n' >$file",
  'echo 08 >$file',
  'echo -1 >$file',
  'echo 1e9 >$file',
  'echo 12345678901234567890 >$file',
  'printf \'%s\\r\\n\' "$good" >$file',
  'printf "%s\\n%s\\n" "$good" "$good" >$file',
  'mkdir $file; touch $file/x',
  'ln -s /conf/short $file',
  'ln -s $file $file',
  'printf "%s" "${good%??}" >$file',
  'printf "%s" "$good" >$file; printf "\\377\\376" >>$file',
  'echo "${good% end} x end" >$file',
  'echo "2 ${good#1 }" >$file',
  'echo "$good" | sed "s/ [0-9][0-9]* / 08 /g" >$file',
  'seq 1 3000 >$file',
  'mkfifo $file 2>/dev/null || ln -s /dev/zero $file',
];

t.test(
  'damaged state is unknown: nothing reboots, nothing hangs, and the next round has it whole',
  async (t) => {
    const script = `
	for which in budget round; do
${DAMAGE.map(
  (damage, index) => `
	fresh 100; break_link; mkdir -p /run/wdgen-selfheal $state
	case $which in
	budget) file=$state/budget good='1 90000 boot-1 100 0 end' conf=short ;;
	round) file=/run/wdgen-selfheal/round good='1 boot-1 7 yes 90 unhealthy -' conf=rounds; echo '1 90000 boot-1 100 0 end' >$state/budget ;;
	esac
	[ $which = budget ] || good="$good end"
	${damage}
	echo "## $which ${index}"; $SH /usr/libexec/wdgen/selfheal --config /conf/$conf --status --json; echo "status $?"
	round $conf; calls; [ -f $file ] && ! [ -L $file ] && cat $file
	later 300; round $conf | grep -c cannot`,
).join('\n')}
	done`;
    await underEach(t, script, (t, text) => {
      const parts = text.split(/^## /m).slice(1);
      t.equal(parts.length, DAMAGE.length * 2);
      for (const part of parts) {
        const [name, json] = part.split('\n');
        t.doesNotThrow(() => JSON.parse(json ?? ''), name ?? '');
        const problems = [
          part.includes('status 0\n') ? '' : 'status fails',
          part.includes('reboot \n') || part.includes('rebooting') ? 'it reboots' : '',
          part.includes('cannot read') ? '' : 'it does not say so',
          part.includes('= 0\n1 ') ? '' : 'not mended',
          part.endsWith('\n0\n') ? '' : 'said again',
        ].filter((problem) => problem !== '');
        t.strictSame(problems, [], `${name}\n${problems.length === 0 ? '' : part}`);
      }
    });
    const cases = DAMAGE.length * 2 * Object.keys(SHELLS).length;
    if (t.passing()) figure(26, { part: 'both state files of self-heal, three shells', cases, held: cases });
  },
);

t.test('a medium that cannot be written: no reboot, and the ladder goes on', async (t) => {
  const script = `
	fresh 5000; break_link; mkdir -p $state; mount -t tmpfs -o size=4k tmpfs $state; echo full >$state/x; cat /conf/* >$state/x 2>/dev/null
	echo '## full'; round short; calls; round slow; calls
	mount -t tmpfs tmpfs $state; : >$state/budget; mount -o remount,ro $state
	echo '## read-only'; round short; calls; heal --config /conf/short --status; heal --config /conf/short --check | grep FAIL
	fresh 5000 2>/dev/null; break_link
	mount -t tmpfs -o size=4k tmpfs /run; mkdir /run/wdgen-selfheal; cat /conf/* >/run/x 2>/dev/null; cat /conf/* >/run/wdgen-selfheal/x 2>/dev/null
	echo '## volatile'; round rounds; round rounds; calls`;
  await underEach(t, script, (t, text) => {
    const [, full = '', readOnly = '', volatile = ''] = text.split(/^## /m);
    for (const part of [full, readOnly]) {
      t.match(part, `reboot: refused, cannot write`);
      t.notMatch(part, /^reboot $/m);
    }
    t.match(full, /step slow: run[\s\S]*slow\n/);
    t.match(readOnly, 'budget unwritable');
    t.match(readOnly, 'wdgen-selfheal can be written');
    t.match(volatile, 'cannot write /run/wdgen-selfheal/round');
    t.match(volatile, /failed round 1[\s\S]*failed round 1/);
    t.notMatch(volatile, 'rebooting');
  });
  const cases = 3 * Object.keys(SHELLS).length;
  if (t.passing()) figure(29, { part: 'self-heal: full, read-only, no memory', cases, held: cases });
});

t.test('of two runs at once one acts, and a lock without a holder is taken over', async (t) => {
  if (!need(t, SELFHEAL_TOOLS)) return;
  const text = await labOf(t).run(
    'busybox ash',
    `fresh 100; break_link
	slow() { : >/calls; until grep -q slow /calls; do usleep 10000; done; }
	run() { $SH /usr/libexec/wdgen/selfheal --config /conf/slow --now 2>&1; }
	for i in $(seq 50); do echo "## $i"; run & run; wait; calls; ls /run/wdgen-selfheal; done
	lock=/run/wdgen-selfheal/lock
	for holder in 99999:boot-1:5 1:boot-0:1 "$$:boot-1:1" x :::; do echo "## dead $holder"; ln -sn "$holder" $lock; run; ls /run/wdgen-selfheal; done
	echo '## heir'; ln -sn 99999:boot-1:5 $lock; ln -sn 99998:boot-1:5 $lock.heir; run; run; ls /run/wdgen-selfheal
	echo '## file'; : >$lock; run; rm -f $lock
	echo '## killed'; $SH /usr/libexec/wdgen/selfheal --config /conf/slow --now 2>/dev/null & slow; kill -9 $!; wait; run
	echo '## ended'; $SH /usr/libexec/wdgen/selfheal --config /conf/slow --now 2>/dev/null & slow; kill $!; wait; ls /run/wdgen-selfheal`,
  );
  const parts = text.split(/^## /m).slice(1);
  // /calls has `slow` once, and the log has one that was turned away.
  const right = /^\d+\n([\s\S]*another run is at work\n[\s\S]*)\nslow\nround\n$/;
  t.strictSame(
    parts.slice(0, 50).filter((part) => !right.test(part) || part.split('another run').length !== 2),
    [],
    'one acts, the other one says so',
  );
  for (const part of parts.slice(50, 55)) t.match(part, /took over[\s\S]*unhealthy[\s\S]*\nround\n$/);
  t.match(parts[55], /another run is at work\n[\s\S]*took over[\s\S]*unhealthy[\s\S]*\nround\n$/);
  t.match(parts[56], /cannot make the lock[\s\S]*another run/);
  t.match(parts[57], 'took over');
  t.equal(parts[58], 'ended\nround\n', 'the lock is gone');
  if (t.passing())
    figure(28, {
      part: 'pairs of runs, and locks without a holder',
      cases: parts.length,
      held: parts.length,
    });
});

/** Programs that are called one after the other in a round; each call is a point before it and one after it. */
const POINTS = ['rm', 'dd', 'mv', 'ln', 'mkdir', 'readlink', 'timeout', 'date', 'wc', 'reboot'];

const KILLER = (tool: string) => `#!/bin/sh
read -r n </world/n; n=$((n + 1)); echo "$n" >/world/n
read -r at when </world/at
if [ "$n $when" = "$at before" ]; then kill -9 "$(cat /pid)"; exit 1; fi
PATH=/stand-in:/bin ${tool} "$@"
result=$?
[ "$n $when" != "$at after" ] || kill -9 "$(cat /pid)"
exit $result
`;

t.test(
  'killed at any point: each file is the old one or a new one, and no reboot goes uncounted',
  async (t) => {
    if (!need(t, SELFHEAL_TOOLS)) return;
    const lab = labOf(t);
    for (const tool of POINTS) lab.put(`killer/${tool}`, KILLER(tool));
    const once = `
	echo 0 >/world/n; PATH=/killer:$PATH round short >/dev/null 2>&1`;
    const text = await lab.run(
      'dash',
      `begin() {
	fresh 5000; break_link; mkdir -p $state /run/wdgen-selfheal
	echo '1 90000 boot-0 100 0 5000 end' >$state/budget; echo '1 boot-1 0 yes 4000 healthy - end' >/run/wdgen-selfheal/round
	echo 0 never >/world/at
	}
	begin; echo "$1" >/world/at; ${once}; calls; read -r points </world/n; echo "points $points"
	for n in $(seq "$points"); do for when in before after; do
		begin; cp $state/budget /run/wdgen-selfheal/round /tmp; echo "$n $when" >/world/at; ${once}
		echo "## $n $when"; cat $state/budget; [ ! -e /run/wdgen-selfheal/round ] || cat /run/wdgen-selfheal/round
		grep -c '^reboot' /calls; mend; : >/calls; echo "next $(round short | tr '\\n' ' ')"; cat $state/budget
	done; done`,
    );
    const points = Number(/^points (\d+)/m.exec(text)?.[1]);
    t.ok(points * 2 >= 50, `${points * 2} points`);
    const parts = text.split(/^## /m).slice(1);
    t.equal(parts.length, points * 2);
    const budgets = new Set<string>();
    for (const part of parts) {
      const lines = part.trimEnd().split('\n');
      const budget = lines[1] ?? '';
      const reboots = lines.find((line) => /^\d$/.test(line));
      budgets.add(budget.split(' ').length === 6 || budget.includes('boot-0') ? 'old' : 'new');
      const problems = [
        /^1 \d+ boot-[01] \d+ 0( \d+)? end$/.test(budget) ? '' : `budget: ${budget}`,
        lines.slice(2).every((line) => !line.startsWith('1 boot') || / end$/.test(line))
          ? ''
          : 'half a round',
        reboots === '0' || / 9\d{4} end$/.test(budget) ? '' : 'a reboot that is not counted',
        /^next (.*)= 0 $/m.test(part) && !part.includes('cannot') ? '' : 'the next round fails',
      ].filter((problem) => problem !== '');
      t.strictSame(problems, [], problems.length === 0 ? (lines[0] ?? '') : part);
    }
    t.equal(budgets.size, 2, 'some old, some new');
    if (t.passing())
      figure(25, {
        part: 'killed before and after each program of a round',
        cases: parts.length,
        held: parts.length,
      });
  },
);
