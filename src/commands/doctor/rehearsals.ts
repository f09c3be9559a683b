import type { MachineKind } from '../../rehearse/types.js';
import { packagesIn } from '../../system/prepare.js';
import { fitsOf } from '../rehearse-choice.js';
import { type Bench, fine, type Row } from './types.js';

/** What the emulated machines need on which the targets of the spec can be rehearsed; one row for each kind. */
export function rehearsals({ judged, registry }: Bench): readonly Row[] {
  return registry.machines.flatMap((kind) => {
    const target = judged.find((one) => runsOn(one, kind, registry));
    return target === undefined ? [] : [machine(kind, target.target.name)];
  });
}

function runsOn(
  { resolved }: Bench['judged'][number],
  { id }: MachineKind,
  registry: Bench['registry'],
): boolean {
  if (resolved === undefined) return false;
  return fitsOf(registry, resolved.plan).some(({ kind, misfit }) => kind?.id === id && misfit === undefined);
}

/** Packages come first: `--prepare` needs them, and installs none. */
function machine({ id, missing }: MachineKind, target: string): Row {
  const about = `machine ${id}, for rehearse`;
  const lacks = [...new Set(missing({}))];
  if (lacks.length === 0) return fine(about, 'ready');
  const packages = packagesIn(lacks);
  const fix =
    packages.length > 0
      ? `apt-get install ${packages.join(' ')}`
      : `wdgen rehearse --target ${target} --prepare`;
  return { about, state: 'missing', found: lacks.join(', '), fix };
}
