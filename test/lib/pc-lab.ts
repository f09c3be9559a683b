import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { artefactsOf } from '../../src/backends/index.js';
import type { TargetPlan } from '../../src/plan/types.js';
import { pc } from '../../src/rehearse/guests/pc.js';
import { labOf } from '../../src/rehearse/runner-lab.js';
import { type JudgedVerdict, judged } from '../../src/rehearse/runner-verdict.js';
import { pcScenarios } from '../../src/rehearse/scenarios/pc.js';
import type { Broken, MachineKind } from '../../src/rehearse/types.js';
import type { Tool } from '../tools/lib/need.js';

/** What booting a PC takes on the machine, the first time of all included. */
export const pcTools: readonly Tool[] = [
  { command: 'qemu-system-x86_64', debian: 'qemu-system-x86' },
  { command: 'setpriv', debian: 'util-linux' },
  { command: 'mmdebstrap', debian: 'mmdebstrap' },
  { command: 'depmod', debian: 'kmod' },
  { command: 'tar', debian: 'tar' },
];

/** Runs one scenario on a PC that is spoilt in a way, or not, as the runner would. */
export async function rehearse(
  t: Test,
  plan: TargetPlan,
  id: string,
  broken?: Broken,
): Promise<JudgedVerdict> {
  const scenario = pcScenarios.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`);
  const misfit = scenario.misfit(plan);
  if (misfit !== undefined) throw new Error(`${id} does not fit: ${misfit}`);
  await pc.prepare((text) => t.comment(text));
  const under = mkdtempSync(join(tmpdir(), 'wdgen-rehearse-test-'));
  const kind: MachineKind = {
    ...pc,
    boot: (order) =>
      pc.boot(broken === undefined ? order : { ...order, options: { ...order.options, broken } }),
  };
  const made = labOf({
    kind,
    job: { name: id, scenario, repeat: 1, seed: 1 },
    order: { plan, artefacts: artefactsOf(plan), own: {}, acceleration: 'tcg' },
    under,
    progress: (text) => t.comment(`${id}: ${text}`),
  });
  try {
    const verdict = judged(await scenario.run(made.lab));
    t.comment(`${id}: ${verdict.result}: ${verdict.said}`);
    return verdict;
  } finally {
    await made.close();
    rmSync(under, { recursive: true, force: true });
  }
}
