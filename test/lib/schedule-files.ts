import { schedule } from '../../src/backends/schedule/index.js';
import type { Artefact } from '../../src/backends/types.js';
import type { Init, NetworkPlan } from '../../src/plan/types.js';
import { rm1Fixture } from './plan-network.js';
import { artefactsOf as render } from './s6rc.js';

/** The scheduler's files for rm1's ladder under an init, in a Buildroot image. */
export function scheduleFiles(init: Init, network: Partial<NetworkPlan> = {}): readonly Artefact[] {
  return render(schedule, rm1Fixture({ platform: { kind: 'buildroot', init }, network }));
}
