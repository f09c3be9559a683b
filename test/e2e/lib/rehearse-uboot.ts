import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { artefactsOf } from '../../../src/backends/index.js';
import { compileTarget } from '../../../src/commands/compile.js';
import { loadSpec } from '../../../src/commands/load.js';
import { withAllActive } from '../../../src/plan/enabled.js';
import type { CommitPlan, RollbackPlan, TargetPlan } from '../../../src/plan/types.js';
import { uboot } from '../../../src/rehearse/guests/uboot.js';
import { labOf } from '../../../src/rehearse/runner-lab.js';
import { type JudgedVerdict, judged } from '../../../src/rehearse/runner-verdict.js';
import { ubootScenarios } from '../../../src/rehearse/scenarios/uboot.js';
import type { BootOptions } from '../../../src/rehearse/types.js';
import { active } from '../../lib/plan.js';
import { root } from '../../lib/wdgen.js';
import type { Tool } from '../../tools/lib/need.js';

/** What booting U-Boot takes on the machine, the first time of all included. */
export const ubootRehearsalTools: readonly Tool[] = [
  { command: 'qemu-system-aarch64', debian: 'qemu-system-arm' },
  { path: '/usr/lib/u-boot/qemu_arm64/u-boot.bin', debian: 'u-boot-qemu' },
  { command: 'mkimage', debian: 'u-boot-tools' },
  { command: 'mcopy', debian: 'mtools' },
  { command: 'setpriv', debian: 'util-linux' },
  { command: 'mmdebstrap', debian: 'mmdebstrap' },
  { command: 'modprobe', debian: 'kmod' },
];

/** What is shorter than in the example, so that a test ends. */
export interface Shorter {
  readonly runtimeMs?: number;
  readonly commit?: Partial<CommitPlan>;
  readonly rollback?: Partial<RollbackPlan>;
}

/** rock64 of the examples with everything enabled. */
export function rock64({ runtimeMs = 10_000, commit, rollback: other }: Shorter = {}): TargetPlan {
  const { spec } = loadSpec(join(root, 'examples/watchdog.toml'));
  const target = spec?.targets.find(({ name }) => name === 'rock64');
  const plan = target && compileTarget(target).resolved?.plan;
  if (plan?.rollback == null) throw new Error('the examples hold no rock64 with rollback');
  const rollback = { ...plan.rollback, ...other, commit: { ...plan.rollback.commit, ...commit } };
  const enabled = withAllActive({ ...plan, rollback });
  return { ...enabled, watchdog: { ...enabled.watchdog, runtimeMs: active(runtimeMs) } };
}

/** A recovery system in a partition of its own. */
export function recovery(): NonNullable<RollbackPlan['recovery']> {
  const boot = rock64().rollback?.slots[0]?.boot;
  if (boot == null) throw new Error('rock64 has no slot that boots');
  return { ...boot, from: { ...boot.from, partition: '4' } };
}

/** Runs one scenario as the runner would; `spoilt` is given to each machine on top of what the scenario wants. */
export async function rehearseUboot(
  t: Test,
  plan: TargetPlan,
  id: string,
  spoilt: BootOptions = {},
): Promise<JudgedVerdict> {
  const scenario = ubootScenarios.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`);
  const misfit = scenario.misfit(plan);
  if (misfit !== undefined) throw new Error(`${id} does not fit: ${misfit}`);
  await uboot.prepare((text) => t.comment(text));
  const under = mkdtempSync(join(tmpdir(), 'wdgen-rehearse-test-'));
  const made = labOf({
    kind: {
      ...uboot,
      boot: (order) => uboot.boot({ ...order, options: { ...order.options, ...spoilt } }),
    },
    job: { name: id, scenario, repeat: 1, seed: 1 },
    order: { plan, artefacts: artefactsOf(plan), own: {}, acceleration: 'tcg' },
    under,
    progress: (text) => t.comment(`${id}: ${text}`),
  });
  try {
    const verdict = judged(await scenario.run(made.lab));
    t.comment(`${id}: ${verdict.result}: ${verdict.said}`);
    for (const { figure, measuredMs, computedMs } of verdict.measures)
      t.comment(`${figure}: ${measuredMs} ms, computed ${computedMs} ms`);
    return verdict;
  } finally {
    await made.close();
    rmSync(under, { recursive: true, force: true });
  }
}
