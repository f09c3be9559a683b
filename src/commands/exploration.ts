import type { When } from '../analyse/explore/derive.js';
import { isLimit, withExplored } from '../analyse/explore/findings.js';
import { type Broken, type Exploration, Explorer } from '../analyse/explore.js';
import type { Diagnostic } from '../core/diagnostic.js';
import type { Block } from '../core/outcome.js';
import { hasErrors } from '../core/report.js';
import type { JudgedTarget } from './compile.js';

/** What exploring the targets of a spec came to. */
export interface ExploredTargets {
  /** The targets' findings: those of the rules with what the exploration adds. */
  readonly diagnostics: readonly Diagnostic[];
  readonly blocks: readonly Block[];
  readonly data: readonly unknown[];
}

/** One machine with the targets that have it. */
interface Row {
  readonly exploration: Exploration;
  readonly when: When;
  readonly targets: string[];
  readonly ms: number;
}

/** Explores every target without errors: once per machine, however many targets have it. */
export function exploreTargets(judged: readonly JudgedTarget[]): ExploredTargets {
  const explorer = new Explorer();
  const rows = new Map<Exploration, Row>();
  const look = (one: JudgedTarget & { resolved: object }, when: When): Exploration => {
    const before = performance.now();
    const exploration = explorer.explore(one.resolved.plan, when);
    const row = rows.get(exploration) ?? { exploration, when, targets: [], ms: performance.now() - before };
    rows.set(exploration, row);
    if (!row.targets.includes(one.target.name)) row.targets.push(one.target.name);
    return exploration;
  };
  const diagnostics = judged.flatMap((one) => {
    const { target, resolved, diagnostics: found } = one;
    if (resolved === undefined || hasErrors(found)) return found;
    const today = look({ ...one, resolved }, 'today');
    const enabled = look({ ...one, resolved }, 'enabled');
    return withExplored(target, resolved, { today, enabled: enabled === today ? null : enabled }, found);
  });
  const all = [...rows.values()];
  const shown = all.filter(isTold);
  return { diagnostics, blocks: [...tableOf(shown), ...limitsOf(shown)], data: all.map(dataOf) };
}

/** A machine of a watchdog alone has nothing to decide: it is explored, and needs no line. */
function isTold({ exploration: { machine } }: Row): boolean {
  return machine.rollback !== null || machine.ladder !== null;
}

function tableOf(rows: readonly Row[]): Block[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      head: ['explored', 'bounds', 'states', 'transitions', 'time', 'good slot survives'],
      rows: rows.map((row) => [
        `${targetsText(row.targets)}${row.when === 'today' ? '' : ', enabled'}`,
        boundsText(row.exploration),
        `${row.exploration.states}${row.exploration.complete ? '' : '+'}`,
        String(row.exploration.transitions),
        `${(row.ms / 1000).toFixed(1)} s`,
        survivalText(row.exploration),
      ]),
    },
  ];
}

/** What the schemes cannot do, once each. Which stages no watchdog guards is told by coverage. */
function limitsOf(rows: readonly Row[]): Block[] {
  const limits = rows.flatMap(({ exploration, targets }) =>
    exploration.broken
      .filter((one) => isLimit(one) && one.property.code !== 'WD1100')
      .map(({ property, violation }) => ({ text: `${violation.detail} (${property.code})`, targets })),
  );
  const texts = [...new Set(limits.map(({ text }) => text))];
  return texts.map((text) => {
    const targets = new Set(limits.flatMap((one) => (one.text === text ? one.targets : [])));
    return { kind: 'text', text: `Limit of ${targetsText([...targets])}: ${text}` };
  });
}

function targetsText([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function boundsText({ bounds: { faults, worlds, powerCuts } }: Exploration): string {
  const cuts = powerCuts === 0 ? '' : ` or ${powerCuts} power cuts`;
  return `${faults} faults${cuts}, ${worlds} ${worlds === 1 ? 'world' : 'worlds'}`;
}

/** How many power cuts in the worst moments a sound slot that is marked good survives. */
function survivalText({ powerCuts, bounds }: Exploration): string {
  if (bounds.powerCuts === 0) return '-';
  if (powerCuts === null) return `${bounds.powerCuts} power cuts or more`;
  return powerCuts.cuts === 2 ? '1 power cut' : `${powerCuts.cuts - 1} power cuts`;
}

function dataOf(row: Row) {
  const { bounds, states, transitions, complete, powerCuts, broken } = row.exploration;
  return {
    targets: row.targets,
    when: row.when,
    bounds,
    states,
    transitions,
    complete,
    exploredMs: Math.round(row.ms),
    powerCuts: powerCuts?.cuts ?? null,
    broken: broken.map(brokenData),
  };
}

/** The steps of a counterexample, and from which on they repeat. */
function brokenData({ property, violation: { trace } }: Broken) {
  let atMs = 0;
  const steps = trace.steps.map(({ event, kind, ms, to: { stage, hung, slot } }) => {
    atMs += ms;
    return { atMs, kind, event, stage, hung, slot };
  });
  const { world, repeatsFrom } = trace;
  return { property: property.name, code: property.code, world, steps, repeatsFrom };
}
