import type { DiagnosticCode } from '../../core/codes.js';
import { type Diagnostic, diagnostic, type Related } from '../../core/diagnostic.js';
import type { ResolvedTarget } from '../../plan/types.js';
import type { SpecTarget } from '../../spec/read.js';
import type { Broken, Exploration } from '../explore.js';
import { toDiagnostic } from '../judge.js';
import { withoutSilenced } from '../silence.js';
import { properties } from './properties/index.js';
import { type Line, sayTime, storyOf } from './story.js';
import type { Trace } from './trace.js';

/** What exploring a target found: today, and after every deferral is lifted where that is another machine. */
export interface Explored {
  readonly today: Exploration;
  readonly enabled: Exploration | null;
}

/**
 * The findings of a target with what its exploration adds. A property of which a rule has spoken is not told again:
 * the rule's finding gets the story. What a target silences is left out, like any rule.
 */
export function withExplored(
  target: SpecTarget,
  resolved: ResolvedTarget,
  { today, enabled }: Explored,
  found: readonly Diagnostic[],
): Diagnostic[] {
  const { plan } = resolved;
  const silenced = new Set(plan.silenced.map(({ name }) => name));
  const told = (one: Broken): boolean =>
    isLimit(one) ||
    // Where no boots are counted, coverage says which stages nothing guards.
    (one.property.code === 'WD1100' && one.violation.trace.machine.rollback === null) ||
    one.property.toldBy.some((code) => silenced.has(code) || found.some((other) => other.code === code));
  const fresh = today.broken.filter((one) => !told(one));
  const later = (enabled?.broken ?? []).filter(
    (one) => !told(one) && !today.broken.some((other) => other.property === one.property),
  );
  const ran = new Set<string>([...properties.map(({ code }) => code), 'WD1109']);
  const own = [
    ...fresh.map((one) => findingOf(one, target, resolved)),
    ...later.map((one) => findingOf(afterEnabling(one), target, resolved)),
    ...(today.complete && (enabled?.complete ?? true) ? [] : [boundHit(target, today)]),
  ];
  const mine = plan.silenced.filter(({ name }) => ran.has(name));
  return [...withStories(found, today), ...withoutSilenced(own, mine, { target, ran })];
}

/** What a scheme cannot do, whatever is written: no finding, for there is nothing to mend. */
export function isLimit({ violation }: Broken): boolean {
  return violation.severity === 'note';
}

/** Each finding of a rule that speaks of a broken property gets the property's story, once. */
function withStories(found: readonly Diagnostic[], { broken, powerCuts }: Exploration): Diagnostic[] {
  const stories = new Map<DiagnosticCode, Trace>();
  for (const one of broken)
    for (const code of one.property.toldBy) if (!stories.has(code)) stories.set(code, one.violation.trace);
  // Not broken, but worth seeing: as many power cuts as there are tries.
  if (powerCuts !== null) stories.set('WD1050', powerCuts.trace);
  return found.map((one) => {
    const story = stories.get(one.code);
    if (story === undefined) return one;
    stories.delete(one.code);
    return { ...one, related: [...one.related, ...told(storyOf(story))] };
  });
}

function findingOf(
  { property, violation }: Broken,
  target: SpecTarget,
  resolved: ResolvedTarget,
): Diagnostic {
  const one = toDiagnostic(property, violation, target, resolved);
  return { ...one, related: told(storyOf(violation.trace)) };
}

/** What is only documented fails no build. */
function afterEnabling({ property, violation }: Broken): Broken {
  const detail = `After every deferral is lifted: ${violation.detail}`;
  return { property, violation: { ...violation, severity: 'warning', detail } };
}

/** So many lines of a story are shown; the middle of a longer one is left out. */
const LINES = 24;

function told(lines: readonly Line[]): Related[] {
  const left = lines.length - LINES;
  const middle = left <= 0 ? [] : [{ ms: null, text: `.. ${left} more events` }];
  const shown = left <= 0 ? lines : [...lines.slice(0, LINES / 2), ...middle, ...lines.slice(-LINES / 2)];
  return shown.map(({ ms, text }) => ({ message: ms === null ? text : `t=${sayTime(ms)}: ${text}` }));
}

function boundHit({ name }: SpecTarget, { bounds }: Exploration): Diagnostic {
  return diagnostic('WD1109', {
    path: ['target', name],
    detail: `A search found more than ${bounds.states} states. What was found holds; what was not found is not proven.`,
  });
}
