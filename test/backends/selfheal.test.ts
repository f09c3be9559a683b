import { spawnSync } from 'node:child_process';
import t from 'tap';
import { Unquotable } from '../../src/backends/quote/quoted.js';
import { shListAssignment, shWordAssignment } from '../../src/backends/quote/sh-list.js';
import { selfheal } from '../../src/backends/selfheal/index.js';
import type { NetworkPlan } from '../../src/plan/types.js';
import { networkFixture, rm1Fixture, step } from '../lib/plan-network.js';
import { artefactsOf } from '../lib/s6rc.js';

const NIXOS = { kind: 'nixos', init: 'systemd', release: 2511 } as const;

function confOf(network: Partial<NetworkPlan>): string {
  const found = artefactsOf(selfheal, rm1Fixture({ network })).find(({ path }) => path.endsWith('.conf'));
  return found?.text ?? '';
}

/** The assignments as a shell reads them. */
function readBack(text: string): Readonly<Record<string, string>> {
  const names = [...text.matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  const show = names.map((name) => `printf '%s\\0' "$${name}"`).join('\n');
  const { stdout } = spawnSync('sh', ['-c', `${text}\n${show}`], { encoding: 'utf8' });
  const values = stdout.split('\0');
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}

t.test('files by platform', async (t) => {
  const pathsOf = (...plan: Parameters<typeof rm1Fixture>) =>
    artefactsOf(selfheal, rm1Fixture(...plan)).map(({ path, mode }) => `${path} ${mode.toString(8)}`);
  t.strictSame(pathsOf(), [
    'rootfs/usr/libexec/wdgen/selfheal 755',
    'rootfs/etc/wdgen/selfheal.conf 644',
    'buildroot/busybox-selfheal.config 644',
  ]);
  t.strictSame(pathsOf({ platform: { kind: 'systemd', init: 'systemd' } }), [
    'rootfs/usr/libexec/wdgen/selfheal 755',
    'rootfs/etc/wdgen/selfheal.conf 644',
  ]);
  t.strictSame(pathsOf({ platform: NIXOS }), [
    'modules/wdgen-selfheal 755',
    'modules/wdgen-selfheal.conf 644',
    'modules/selfheal.nix 644',
  ]);
  t.strictSame(pathsOf({ network: { state: 'deferred' } }), []);
  t.strictSame(selfheal.drafts({ ...rm1Fixture(), network: null }), []);
});

t.test('the program is the same for every target, but for its header', async (t) => {
  const programs = [
    rm1Fixture(),
    rm1Fixture({ name: 'other', platform: NIXOS, network: { interface: 'wlan0', steps: [], guards: [] } }),
  ].map((plan) => artefactsOf(selfheal, plan)[0]?.text.split('\n') ?? []);
  t.strictSame(programs[0]?.slice(3), programs[1]?.slice(3));
  t.match(programs[1]?.[1], 'target other');
});

t.test('the configuration is read back as the plan has it', async (t) => {
  const values = readBack(
    confOf({
      jitterMs: 1,
      probes: [
        ...networkFixture().probes,
        {
          name: 'ssh',
          proves: 'server',
          check: {
            kind: 'tcp',
            hosts: [
              { host: 'a.example', port: 22 },
              { host: '2001:db8::1', port: 8022 },
            ],
          },
          need: { kind: 'quorum', of: 2 },
          timeoutMs: 10,
        },
        {
          name: 'web',
          proves: 'server',
          check: { kind: 'http', urls: ["https://a.example/?q='$(id)&x=*"] },
          need: { kind: 'any' },
          timeoutMs: 2001,
        },
      ],
      steps: [step('own', { kind: 'script', path: "/opt/it's mine" }, { cooldownMs: 1500 })],
      stateDir: '/var/lib/self heal',
    }),
  );
  t.match(values, {
    interface: 'eth0',
    jitter: '1',
    state_dir: '/var/lib/self heal',
    probes: '5',
    probe1_kind: 'carrier',
    probe2_family: 'ipv4',
    probe3_hosts: '1.1.1.1 8.8.8.8',
    probe3_count: '1',
    probe3_need: 'any',
    probe4_hosts: 'a.example/22 2001:db8::1/8022',
    probe4_need: '2',
    probe4_limit: '1',
    probe5_hosts: "https://a.example/?q='$(id)&x=*",
    probe5_limit: '3',
    healthy_probes: 'carrier address',
    guard1_what: 'rockchip',
    guard1_bound: 'no',
    steps: '1',
    step1_path: "/opt/it's mine",
    step1_cooldown: '2',
    step1_guards: '',
    reboot: 'active',
    reboot_on: 'link lan',
    reboot_never_up: '3',
  });
});

t.test('a value that would be two words or an option is refused', async (t) => {
  for (const word of ['', 'two words', '-f', 'tab\there', 'line\nfeed', 'umlaut\u00e4']) {
    t.throws(() => shWordAssignment('x', word), Unquotable, JSON.stringify(word));
    t.throws(() => shListAssignment('x', ['good', word]), Unquotable, JSON.stringify(word));
  }
  t.equal(String(shListAssignment('x', [])), "x=''");
  t.equal(String(shListAssignment('x', ['a', 'b*'])), "x='a b*'");
  t.equal(String(shWordAssignment('x', "it's")), "x='it'\\''s'");
  for (const network of [
    { interface: '-a' },
    { steps: [step('-x', { kind: 'dhcp' })] },
    { steps: [step('x', { kind: 'restart', manager: 'systemd', service: '--all' })] },
    { guards: [{ name: 'x', check: { kind: 'process', name: 'a b' } }] },
  ] satisfies Partial<NetworkPlan>[])
    t.throws(() => confOf(network), Unquotable);
});

t.test('BusyBox gets what the ladder uses, and no more', async (t) => {
  const symbols = (network: Partial<NetworkPlan>): readonly string[] =>
    artefactsOf(selfheal, rm1Fixture({ network }))
      .at(-1)
      ?.text.split(/=y\n|\n/) ?? [];
  t.ok(symbols({}).includes('CONFIG_PIDOF'));
  t.ok(symbols({}).includes('CONFIG_FEATURE_FANCY_PING'));
  t.notOk(symbols({}).includes('CONFIG_SENDMAIL'));
  const mail = step('mail', { kind: 'email', to: 'a@b', from: 'c@d', relay: 'relay' });
  t.ok(symbols({ steps: [mail] }).includes('CONFIG_SENDMAIL'));
});
