// Every sequence of six rounds, healthy or not, over several kinds of ladder: the program decides as this model does.
import t from 'tap';
import type { NetworkPlan } from '../../src/plan/types.js';
import { figure } from '../lib/figures.js';
import { rebootFixture, rm1Fixture } from '../lib/plan-network.js';
import { need } from './lib/need.js';
import { SELFHEAL_TOOLS, SHELLS, type ShellName, selfhealLab } from './lib/selfheal-lab.js';

const ROUNDS = 6;
/** Between two rounds, in seconds. */
const EVERY = 400;

type Probes = NetworkPlan['probes'];
type Need = NetworkPlan['healthy']['need'];

/** A ladder, and which of its probes fail in a bad round. */
interface Case {
  readonly shell: ShellName;
  readonly proves: readonly Probes[number]['proves'][];
  readonly need: Need;
  readonly fail: readonly number[];
  /** The last probe is a veto, and does not decide. */
  readonly veto?: boolean;
  readonly reboot: Partial<NetworkPlan['reboot']>;
}

const cases: Readonly<Record<string, Case>> = {
  link: {
    shell: 'busybox ash',
    proves: ['link'],
    need: { kind: 'all' },
    fail: [0],
    reboot: { max: 1, windowMs: 900_000, neverUp: 1 },
  },
  'two in a window': {
    shell: 'dash',
    proves: ['link', 'lan'],
    need: { kind: 'any' },
    fail: [0, 1],
    reboot: { rounds: 1, max: 2, windowMs: 1_500_000, neverUp: 2 },
  },
  server: {
    shell: 'busybox ash',
    proves: ['link', 'server'],
    need: { kind: 'all' },
    fail: [1],
    reboot: { max: 1, windowMs: 900_000, neverUp: 1 },
  },
  quorum: {
    shell: 'bash --posix',
    proves: ['link', 'lan', 'internet'],
    need: { kind: 'quorum', of: 2 },
    fail: [1, 2],
    reboot: { rounds: 3, max: 1, windowMs: 600_000, neverUp: 0 },
  },
  veto: {
    shell: 'dash',
    proves: ['lan', 'internet'],
    need: { kind: 'all' },
    fail: [0],
    veto: true,
    reboot: { rounds: 1, max: 1, windowMs: 600_000, neverUp: 1 },
  },
};

function planOf({ proves, need, veto, reboot }: Case) {
  const probes: Probes = proves.map((one, index) => ({
    name: `p${index}`,
    proves: one,
    check: { kind: 'script', path: `/probe/p${index}` },
    need: { kind: 'all' },
    timeoutMs: 1000,
  }));
  const names = probes.map(({ name }) => name);
  return rm1Fixture({
    network: {
      probes,
      healthy: { need, probes: veto ? names.slice(0, -1) : names },
      steps: [],
      guards: [],
      reboot: rebootFixture({ guards: [], vetoes: veto ? names.slice(-1) : [], ...reboot }),
    },
  });
}

/** The machine of the model. Times in seconds. */
interface Machine {
  up: number;
  /** What ran before this boot, as far as it is known. */
  base: number;
  /** Running time of the last write; null = never written. */
  written: number | null;
  marks: readonly number[];
  streak: number;
  fails: number;
  seenUp: boolean;
}

const start = (max: number): Machine => ({
  up: 1000,
  base: 0,
  written: null,
  marks: Array.from({ length: max }, () => 0),
  streak: 0,
  fails: 0,
  seenUp: false,
});

/** One round: what the program says, and what the machine is like afterwards. */
function round(one: Case, before: Machine, good: boolean): readonly [string, Machine] {
  const reboot = rebootFixture(one.reboot);
  const machine = { ...before };
  const running = machine.base + machine.up;
  const proven = good ? [] : one.fail.map((index) => one.proves[index]);
  const ours = proven.some((what) => (reboot.on as readonly unknown[]).includes(what));
  if (good) {
    const said = machine.fails > 0 ? 'recovered' : 'healthy';
    if (machine.streak > 0 || machine.written === null || running - machine.written >= 3600)
      machine.written = running;
    return [said, { ...machine, fails: 0, seenUp: true, streak: 0, up: machine.up + EVERY }];
  }
  machine.fails++;
  if (!ours) machine.seenUp = true;
  if (machine.written === null || running - machine.written >= 900) machine.written = running;
  const recent = machine.marks.filter((mark) => running - mark < reboot.windowMs / 1000);
  const refusal = [
    [machine.fails < reboot.rounds, 'rounds'],
    [!ours, 'server'],
    [one.veto === true, 'veto'],
    [!machine.seenUp && machine.streak >= reboot.neverUp, 'never up'],
    [recent.length >= reboot.max, 'budget'],
  ].find(([applies]) => applies);
  if (refusal !== undefined) return [String(refusal[1]), { ...machine, up: machine.up + EVERY }];
  return [
    'reboot',
    {
      up: 20 + EVERY,
      base: running,
      written: running,
      marks: [...recent, running],
      streak: machine.seenUp ? 0 : machine.streak + 1,
      fails: 0,
      seenUp: false,
    },
  ];
}

/** What the model says after each prefix of every sequence, in the order of the walk. */
function expected(one: Case, machine: Machine, prefix: string): readonly string[] {
  if (prefix.length === ROUNDS) return [];
  return ['0', '1'].flatMap((bit) => {
    const [said, after] = round(one, machine, bit === '1');
    return [`${prefix}${bit} ${said}`, ...expected(one, after, prefix + bit)];
  });
}

/** Words of the log for the words of the model. */
const WORDS = `
word() {
	case $1 in
	*'rebooting, '*) echo reboot ;;
	*'refused, round '*) echo rounds ;;
	*'no failed probe proves'*) echo server ;;
	*'succeeds'*) echo veto ;;
	*'has not been up in this boot'*) echo 'never up' ;;
	*'are used up'* | *'nothing is known'*) echo budget ;;
	*recovered*) echo recovered ;;
	'= 0') echo healthy ;;
	*) echo "$1" ;;
	esac
}
# The clock stands still while state is written: only rounds take time.
quiet() {
	read -r up _ </proc/uptime
	said=$(round model)
	word "$said"
	read -r now _ </proc/uptime
	case $said in
	*'rebooting, '*) clock ${20 + EVERY} ;;
	*) clock "$((\${up%%.*} + ${EVERY}))" ;;
	esac
}
save() {
	mkdir -p "/saved/$1"
	cp -a /run /clock /boot_id "$state" "/saved/$1"
}
load() {
	rm -rf /run/* "$state"/*
	cp -a "/saved/$1/run/." /run
	cp -a "/saved/$1/wdgen-selfheal/." "$state"
	cat "/saved/$1/clock" >/clock
	cat "/saved/$1/boot_id" >/boot_id
}
walk() {
	for bit in 0 1; do
		load "x$1"
		if [ $bit = 1 ]; then touch /world/good; else rm -f /world/good; fi
		echo "$1$bit $(quiet)"
		if [ \${#1} -lt ${ROUNDS - 1} ]; then
			save "x$1$bit"
			(walk "$1$bit")
		fi
	done
}
`;

t.test('320 sequences: the program and the model decide the same', async (t) => {
  if (!need(t, SELFHEAL_TOOLS)) return;
  let sequences = 0;
  const judge = async ([name, one]: readonly [string, Case]) => {
    await t.test(`${name}: ${one.shell}`, async (t) => {
      const lab = selfhealLab(t, { model: planOf(one) });
      for (const index of one.proves.keys()) {
        const text = one.fail.includes(index) ? '[ -e /world/good ]' : 'exit 0';
        lab.put(`probe/p${index}`, `#!/bin/sh\n${text}\n`);
      }
      const text = await lab.run(one.shell, `${WORDS}fresh 1000; mkdir -p $state; save x; walk ''`);
      const model = expected(one, start(rebootFixture(one.reboot).max), '');
      const wrong = text
        .trimEnd()
        .split('\n')
        .map((line, index) => (line === model[index] ? '' : `${line}, not ${model[index]}`));
      t.strictSame(
        wrong.filter((line) => line !== ''),
        [],
      );
      t.equal(wrong.length, model.length);
      sequences += model.filter((line) => line.indexOf(' ') === ROUNDS).length;
      const kinds = new Set(model.map((line) => line.slice(line.indexOf(' ') + 1)));
      t.ok(kinds.size >= 3, [...kinds].join(', '));
    });
  };
  await Promise.all([
    (async () => {
      for (const entry of Object.entries(cases).slice(0, 2)) await judge(entry);
    })(),
    (async () => {
      for (const entry of Object.entries(cases).slice(2)) await judge(entry);
    })(),
  ]);
  t.equal(sequences, 320);
  if (t.passing())
    figure(32, { part: 'sequences of six rounds, five ladders', cases: sequences, held: sequences });
  t.ok(Object.keys(SHELLS).every((shell) => Object.values(cases).some((one) => one.shell === shell)));
});
