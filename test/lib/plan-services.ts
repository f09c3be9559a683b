import type { AlertPlan, MonitorPlan, ServicePlan, TargetPlan } from '../../src/plan/types.js';
import { type PlanOverrides, planFixture } from './plan.js';

/** The service of the example target pi-edge-01, the whole unit. */
export function serviceFixture(change: Partial<ServicePlan> = {}): ServicePlan {
  return {
    name: 'edge_telemetry',
    state: 'active',
    unit: 'edge_telemetry.service',
    whole: {
      description: 'Edge Telemetry Daemon',
      command: ['/usr/bin/python3', '/usr/local/bin/telemetry_client.py'],
      user: null,
      workingDirectory: null,
      after: ['network.target'],
      wants: [],
      wantedBy: ['multi-user.target'],
    },
    type: 'notify',
    watchdogMs: 30_000,
    heartbeatMs: 10_000,
    notifyAccess: 'main',
    restart: 'always',
    restartDelayMs: 5_000,
    startTimeoutMs: null,
    stopTimeoutMs: null,
    startLimit: { burst: 5, intervalMs: 600_000 },
    onFailure: 'none',
    deferral: null,
    ...change,
  };
}

/** Its monitor. */
export function monitorFixture(change: Partial<MonitorPlan> = {}): MonitorPlan {
  return {
    name: 'telemetry',
    state: 'active',
    process: 'telemetry_client.py',
    restart: { manager: 'systemd', service: 'edge_telemetry.service' },
    everyMs: 60_000,
    graceMs: 30_000,
    restartsPerHour: 6,
    alerts: ['ops'],
    deferral: null,
    ...change,
  };
}

/** Its alert. */
export function alertFixture(change: Partial<AlertPlan> = {}): AlertPlan {
  return {
    name: 'ops',
    url: 'https://api.telemetry.com/alerts/device-recovery',
    device: 'pi-edge-01',
    fields: {},
    tries: 3,
    timeoutMs: 5_000,
    ...change,
  };
}

/** A target like pi-edge-01, as far as services go. */
export function edgeFixture(change: PlanOverrides = {}): TargetPlan {
  return planFixture({
    name: 'pi-edge-01',
    platform: { kind: 'systemd', init: 'systemd' },
    services: [serviceFixture()],
    monitors: [monitorFixture()],
    alerts: [alertFixture()],
    ...change,
  });
}
