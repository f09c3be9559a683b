import type { Artefact } from '../backends/types.js';
import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import type { Outcome } from '../core/outcome.js';
import { artefactHash } from '../evidence/hash.js';
import type { TargetPlan } from '../plan/types.js';
import type { SpecTarget } from '../spec/read.js';
import { withAllEnabled } from '../spec/settings.js';
import { compileTarget, type JudgedTarget, renderTarget, selectTargets } from './compile.js';
import { loadSpec } from './load.js';

/** What is rehearsed. */
export interface Subject {
  readonly target: string;
  readonly plan: TargetPlan;
  readonly artefacts: readonly Artefact[];
  /** What evidence is bound to. */
  readonly hash: string;
}

/**
 * A target with everything enabled. Where an application would feed then, which is no generated file, but something
 * generated feeds today, it is today's image that can be rehearsed, unless the user brings an image with the application.
 * The one of today proves nothing for the deferred settings (docs/decisions/0006-rehearsed-as-enabled.md).
 */
function rehearsable(target: SpecTarget, ownUserSpace: boolean): JudgedTarget {
  const enabled = compileTarget(withAllEnabled(target));
  if (ownUserSpace || enabled.resolved?.plan.watchdog.feeder.active?.kind !== 'application') return enabled;
  const today = compileTarget(target);
  const { armed, feeder } = today.resolved?.plan.watchdog ?? {};
  return armed === true && feeder?.active?.kind !== 'application' ? today : enabled;
}

/** A target as it is rehearsed; or what is wrong with it. */
export function subjectOfTarget(target: SpecTarget, ownUserSpace: boolean): Subject | readonly Diagnostic[] {
  const judged = rehearsable(target, ownUserSpace);
  const artefacts = renderTarget(judged);
  if (judged.resolved === undefined || artefacts === undefined)
    return judged.diagnostics.filter(({ severity }) => severity === 'error');
  return { target: target.name, plan: judged.resolved.plan, artefacts, hash: artefactHash(artefacts) };
}

/** The one target that is named, as it is rehearsed; or what is in the way. */
export function subjectOf(
  file: string,
  names: readonly string[],
  ownUserSpace: boolean,
): {
  readonly subject?: Subject;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Outcome['sources'];
} {
  const { spec, diagnostics, sources } = loadSpec(file);
  if (spec === undefined) return { diagnostics, sources };
  const selected = selectTargets(spec, names);
  const [target, ...more] = selected.targets;
  if (target === undefined || selected.diagnostics.length > 0)
    return { diagnostics: selected.diagnostics, sources };
  if (more.length > 0) return { diagnostics: [oneTarget(selected.targets.map(({ name }) => name))], sources };
  const subject = subjectOfTarget(target, ownUserSpace);
  return 'plan' in subject ? { subject, diagnostics: [], sources } : { diagnostics: subject, sources };
}

function oneTarget(names: readonly string[]): Diagnostic {
  return diagnostic('WD0601', {
    detail: `A rehearsal is about one target; --target means ${names.length}: ${names.slice(0, 10).join(', ')}.`,
    help: 'name one',
  });
}
