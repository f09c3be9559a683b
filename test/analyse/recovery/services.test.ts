// The rules about services, monitors, alerts, clean-up and the doctor over plans: what the cases do not show.
import t from 'tap';
import type {
  AlertPlan,
  MonitorPlan,
  RetentionPlan,
  ServicePlan,
  TargetPlan,
} from '../../../src/plan/types.js';
import { planFixture } from '../../lib/plan.js';
import { rm1Fixture } from '../../lib/plan-network.js';
import { rollbackFixture } from '../../lib/plan-rollback.js';
import { recoveryFindings } from '../../lib/recovery-findings.js';

const service: ServicePlan = {
  name: 'app',
  state: 'active',
  unit: 'app.service',
  whole: {
    description: 'The application',
    command: ['/usr/bin/app'],
    user: null,
    workingDirectory: null,
    after: [],
    wants: [],
    wantedBy: ['multi-user.target'],
  },
  type: 'notify',
  watchdogMs: 60_000,
  heartbeatMs: 30_000,
  notifyAccess: 'main',
  restart: 'on-failure',
  restartDelayMs: 15_000,
  startTimeoutMs: null,
  stopTimeoutMs: null,
  startLimit: null,
  onFailure: null,
  deferral: null,
};

const monitor: MonitorPlan = {
  name: 'app',
  state: 'active',
  process: '/usr/bin/app --serve',
  restart: { manager: 'systemd', service: 'app.service' },
  everyMs: 300_000,
  graceMs: 30_000,
  restartsPerHour: 4,
  alerts: [],
  deferral: null,
};

const systemd: TargetPlan['platform'] = { kind: 'systemd', init: 'systemd' };

function found(change: Partial<ServicePlan>, more: Partial<TargetPlan> = {}): string[] {
  const services = [{ ...service, ...change }];
  return recoveryFindings({ ...planFixture({ services, platform: systemd }), ...more });
}

const command = (...words: string[]) => ({
  whole: { ...service.whole, command: words } as ServicePlan['whole'],
});

t.test('nothing is found in a sound service with its monitor', async (t) => {
  t.strictSame(found({}, { monitors: [monitor] }), []);
});

t.test('WD1085: shells, and shells that step aside', async (t) => {
  for (const words of [['/bin/sh', '/opt/run'], ['/opt/run.sh'], ['/usr/bin/bash', '-c', 'app & wait']])
    t.strictSame(found(command(...words)), ['warning WD1085'], words.join(' '));
  for (const words of [['/bin/sh', '-c', 'exec app'], ['/usr/bin/env', 'app'], ['/usr/bin/flash']])
    t.strictSame(found(command(...words)), [], words.join(' '));
  t.strictSame(found({ ...command('/bin/sh', '/opt/run'), watchdogMs: null, heartbeatMs: null }), []);
});

t.test('WD1087: who starts a killed service again', async (t) => {
  for (const restart of ['no', 'on-abort'] as const) {
    const left = found({ restart });
    t.ok(left.includes('error WD1087'), restart);
    t.notOk(found({ restart }, { monitors: [monitor] }).includes('error WD1087'), `${restart}, monitored`);
  }
  t.ok(found({ restart: 'no', state: 'deferred' }).includes('warning WD1087'));
  for (const restart of ['always', 'on-failure', 'on-abnormal', null] as const)
    t.strictSame(found({ restart }), [], String(restart));
});

t.test('WD1090: limits that are reached in less than a minute', async (t) => {
  const limit = (burst: number, intervalMs: number) => ({ startLimit: { burst, intervalMs } });
  t.strictSame(found({ restartDelayMs: null }), ['warning WD1090']);
  t.strictSame(found({ restartDelayMs: 1_999 }), ['warning WD1090']);
  t.strictSame(found({ restartDelayMs: 2_000 }), [], 'five times 2 s never fall into 10 s');
  t.strictSame(found({ restartDelayMs: 11_000, ...limit(5, 600_000) }), ['warning WD1090']);
  t.strictSame(found({ restartDelayMs: 12_000, ...limit(5, 600_000) }), []);
  t.strictSame(found({ restartDelayMs: null, whole: null }), [], "in a drop-in the unit's own may stand");
  const dropIn = { whole: null, restartDelayMs: 1_000 };
  t.strictSame(found(dropIn), [], "the unit's own limit may stand");
  t.strictSame(found({ ...dropIn, restartDelayMs: null, ...limit(5, 600_000) }), [], 'its own pause, too');
  t.strictSame(found({ ...dropIn, ...limit(5, 600_000) }), ['warning WD1090'], 'it says both');
});

t.test('WD1091: an error where every slot is used up', async (t) => {
  const reboots = { onFailure: 'reboot' as const };
  t.strictSame(found(reboots), ['warning WD1091']);
  const rollback = rollbackFixture({
    tries: 5,
    commit: { checks: [{ kind: 'unit', name: 'app.service' }], timeoutMs: 30_000, retryMs: 5_000 },
  });
  const slots = { rollback, boot: { ...planFixture().boot, armedMs: 25_000 } };
  t.strictSame(found(reboots, slots), ['error WD1091']);
  t.strictSame(found({ ...reboots, state: 'deferred' }, slots), ['warning WD1091']);
});

t.test('WD1094 to WD1096: monitors', async (t) => {
  const watched = (change: Partial<MonitorPlan>) => found({}, { monitors: [{ ...monitor, ...change }] });
  for (const process of ['python3.11', '/bin/sh', '/usr/bin/node', 'java'])
    t.strictSame(watched({ process }), ['warning WD1094'], process);
  for (const process of ['python3 app.py', '/opt/node', 'javelin'])
    t.strictSame(watched({ process }), [], process);
  t.strictSame(watched({ restart: { manager: 'systemd', service: 'other' } }), ['warning WD1095']);
  t.strictSame(watched({ restart: { manager: 's6-rc', service: 'other' } }), []);
  t.strictSame(watched({ everyMs: 15_000 }), ['warning WD1096']);
  t.strictSame(watched({ everyMs: 16_000 }), []);
});

t.test('WD1097: secrets over http', async (t) => {
  const told = (url: string, fields: Record<string, string> = {}) => {
    const alert: AlertPlan = { name: 'hook', url, device: 'a', fields, tries: 3, timeoutMs: 5_000 };
    return recoveryFindings(planFixture({ alerts: [alert] }));
  };
  for (const url of [
    'http://me:pw@a.example/',
    'http://a.example/?api-key=1',
    'http://a.example/?x=1&token=2',
  ])
    t.strictSame(told(url), ['warning WD1097'], url);
  t.strictSame(told('http://a.example/', { 'auth-token': 'x' }), ['warning WD1097']);
  for (const url of ['https://a.example/?token=1', 'http://a.example/?turkey=1', 'http://a.example/monkey'])
    t.strictSame(told(url, { site: 'roof' }), [], url);
});

t.test('WD1098: the state of the ladder is nobody else’s', async (t) => {
  const cleaned = (path: string, state: RetentionPlan['state'] = 'active') => {
    const one: RetentionPlan = {
      name: 'old',
      state,
      path,
      keepMs: 0,
      keepCount: 10,
      keepBytes: 0,
      everyMs: 3_600_000,
      by: 'script',
      deferral: null,
    };
    return recoveryFindings(rm1Fixture({ network: { stateDir: '/data/heal' }, retentions: [one] }));
  };
  t.strictSame(cleaned('/data'), ['error WD1098']);
  t.strictSame(cleaned('/data/heal', 'deferred'), ['warning WD1098']);
  t.strictSame(cleaned('/data/heal/old'), [], 'what lies below');
  t.strictSame(cleaned('/data/healing'), []);
});

t.test('WD1092: the floors, and memory that nobody has told', async (t) => {
  const MIB = 1024 * 1024;
  const short = (watchdogMs: number, memoryBytes: number | null) =>
    found({ watchdogMs, heartbeatMs: watchdogMs / 2 }, { image: { ...planFixture().image, memoryBytes } })
      .length;
  t.equal(short(59_000, 511 * MIB), 1);
  t.equal(short(60_000, 511 * MIB), 0);
  t.equal(short(29_000, 512 * MIB), 1);
  t.equal(short(30_000, 512 * MIB), 0);
  t.equal(short(1_000, 1024 * MIB), 0);
  t.equal(short(1_000, null), 0);
});

t.test('WD1099: only what is certain to hide something', async (t) => {
  const shadowed = (first: string, second: string) => {
    const patterns = [first, second].map((match, index) => ({
      name: `p${index}`,
      match,
      colour: 'red' as const,
      says: '%n',
      fix: 'true',
    }));
    const doctor = {
      journals: [{ name: 'j', unit: 'app.service', file: null, windowMs: 600_000, patterns }],
    };
    return recoveryFindings(planFixture({ doctor }));
  };
  t.strictSame(shadowed('HTTP 4', 'HTTP 412'), ['warning WD1099']);
  t.strictSame(shadowed('HTTP 4..', 'HTTP 4..'), ['warning WD1099'], 'the same expression');
  t.strictSame(shadowed('HTTP', '^HTTP 412$'), ['warning WD1099'], 'anchors take nothing away');
  for (const [first, second] of [
    ['HTTP 412', 'HTTP 4'],
    ['a.c', 'a.cd'],
    ['ab', 'ab*c'],
    ['ab', '[ab]'],
    ['x', 'HTTP'],
  ] as const)
    t.strictSame(shadowed(first, second), [], `${first} before ${second}`);
});
