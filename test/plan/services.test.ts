// What a spec of services becomes, with its origins, and what a change of it is called.
import { join } from 'node:path';
import t from 'tap';
import { compileTarget } from '../../src/commands/compile.js';
import { loadSpec } from '../../src/commands/load.js';
import { pathKey } from '../../src/core/path.js';
import { comparePlans } from '../../src/plan/compare.js';
import type { MonitorPlan, ServicePlan } from '../../src/plan/types.js';
import { alertFixture, edgeFixture, monitorFixture, serviceFixture } from '../lib/plan-services.js';
import { root } from '../lib/wdgen.js';

t.test('pi-edge-01 of the examples', async (t) => {
  const { spec } = loadSpec(join(root, 'examples', 'watchdog.toml'));
  const target = spec?.targets.find(({ name }) => name === 'pi-edge-01');
  if (target === undefined) throw new Error('no pi-edge-01');
  const { resolved } = compileTarget(target);
  const plan = resolved?.plan;
  t.strictSame(plan?.services, [serviceFixture()]);
  t.strictSame(plan?.monitors, [monitorFixture()]);
  t.strictSame(plan?.alerts, [alertFixture()]);
  const origin = (...path: string[]) => resolved?.origins.get(pathKey(path))?.kind;
  t.equal(origin('services', 'edge_telemetry', 'watchdogMs'), 'spec');
  t.equal(origin('services', 'edge_telemetry', 'startTimeoutMs'), 'default');
  t.equal(origin('monitors', 'telemetry', 'graceMs'), 'default');
});

const services = (change: Partial<ServicePlan>) => edgeFixture({ services: [serviceFixture(change)] });
const monitors = (change: Partial<MonitorPlan>) => edgeFixture({ monitors: [monitorFixture(change)] });

const CHANGES = [
  ['arms', services({ watchdogMs: null }), edgeFixture(), 'killed when it has sent no heartbeat for 30s'],
  [
    'tightens',
    edgeFixture(),
    services({ watchdogMs: 10_000 }),
    'after 10s without a heartbeat instead of 30s',
  ],
  [
    'loosens',
    edgeFixture(),
    services({ watchdogMs: 60_000 }),
    'after 1min without a heartbeat instead of 30s',
  ],
  [
    'loosens',
    edgeFixture(),
    services({ restart: 'on-failure' }),
    'restarted by on-failure instead of always',
  ],
  ['tightens', services({ restart: 'no' }), edgeFixture(), 'restarted by always instead of no'],
  ['loosens', edgeFixture(), services({ startLimit: null }), 'left to systemd'],
  [
    'tightens',
    edgeFixture(),
    services({ startLimit: { burst: 3, intervalMs: 600_000 } }),
    'given up after 3 starts in 10min',
  ],
  ['arms', edgeFixture(), services({ onFailure: 'reboot' }), 'the machine reboots when'],
  ['disarms', services({ onFailure: 'reboot' }), edgeFixture(), 'does not reboot any more'],
  ['loosens', edgeFixture(), monitors({ everyMs: 300_000 }), 'every 5min instead of 1min'],
  ['tightens', edgeFixture(), monitors({ restartsPerHour: 2 }), 'at most 2 times in an hour instead of 6'],
  [
    'documents',
    services({ state: 'deferred' }),
    services({ state: 'deferred', watchdogMs: 1000 }),
    'after 1s',
  ],
] as const;

t.test('what a change means', async (t) => {
  for (const [risk, before, after, words] of CHANGES) {
    const changes = comparePlans(before, after);
    t.equal(changes.length, 1, `${words}: ${changes.map(({ sentence }) => sentence).join('; ')}`);
    t.match(changes[0], { risk, sentence: words });
  }
});
