import type { TargetPlan } from '../plan/types.js';
import { application } from './application/index.js';
import { busybox } from './busybox/index.js';
import { commit } from './commit/index.js';
import { doctor } from './doctor/index.js';
import { kernel } from './kernel/index.js';
import { monitor } from './monitor/index.js';
import { nixos } from './nixos/index.js';
import { render } from './render.js';
import { retention } from './retention/index.js';
import { runbook } from './runbook/index.js';
import { s6Rc } from './s6-rc/index.js';
import { schedule } from './schedule/index.js';
import { selfheal } from './selfheal/index.js';
import { services } from './services/index.js';
import { systemd } from './systemd/index.js';
import type { Artefact, Backend, BackendId } from './types.js';
import { uboot } from './uboot/index.js';
import { watchdogd } from './watchdogd/index.js';

/** Every backend. Forgetting one is a compile error. */
export const backends = {
  nixos,
  systemd,
  's6-rc': s6Rc,
  busybox,
  watchdogd,
  application,
  kernel,
  uboot,
  commit,
  selfheal,
  services,
  monitor,
  retention,
  doctor,
  schedule,
  runbook,
} as const satisfies Record<BackendId, Backend>;

/** All files of a target, in the order of the backends. */
export function artefactsOf(plan: TargetPlan): Artefact[] {
  return Object.values<Backend>(backends).flatMap((backend) =>
    backend.drafts(plan).map((draft) => render(draft, backend.id)),
  );
}
