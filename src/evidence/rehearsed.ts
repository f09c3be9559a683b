import type { EvidenceRecord, MeasuredFigure } from './record.js';

/** What evidence wants to know of one run of a rehearsal. */
export interface RunFacts {
  /** `feeder-killed-2` */
  readonly name: string;
  readonly scenario: string;
  readonly result: 'passed' | 'failed' | 'not-covered';
  /** Whether the emulator says that the watchdog fired. */
  readonly watchdog: boolean;
  /** `q35 with iTCO_wdt` */
  readonly machine: string;
  readonly measures: readonly MeasuredFigure[];
}

/** A whole rehearsal. */
export interface RehearsalFacts {
  readonly target: string;
  readonly artefacts: string;
  readonly runs: readonly RunFacts[];
  readonly at: string;
}

/** Why runs prove nothing of an armed watchdog, although none failed; undefined when they do, for or against. */
export function unproven(armed: boolean, runs: readonly RunFacts[]): string | undefined {
  const failed = runs.some(({ result }) => result === 'failed');
  const fired = runs.some(({ result, watchdog }) => result === 'passed' && watchdog);
  if (!armed || failed || fired) return undefined;
  return 'No scenario that fits was ended by the watchdog, so nothing shows that it works here';
}

/** The record of a whole rehearsal. A scenario has passed when all its runs have; one that showed what nothing catches proves nothing. */
export function rehearsalRecord({ target, artefacts, runs, at }: RehearsalFacts): EvidenceRecord {
  const names = [...new Set(runs.map(({ scenario }) => scenario))];
  const of = (name: string) => runs.filter(({ scenario }) => scenario === name);
  const open = names.filter((name) => of(name).every(({ result }) => result === 'not-covered'));
  const machines = [...new Set(runs.map(({ machine }) => machine))];
  return {
    kind: 'rehearsal',
    target,
    source: `wdgen rehearse, on ${machines.join(' and ')}`,
    artefacts,
    scenarios: names
      .filter((name) => !open.includes(name))
      .map((name) => ({ name, passed: of(name).every(({ result }) => result !== 'failed') })),
    notCovered: open,
    measures: longest(runs),
    at,
  };
}

/** For each figure the longest that was measured, with what was computed then. */
function longest(runs: readonly RunFacts[]): readonly MeasuredFigure[] {
  const found = new Map<string, MeasuredFigure>();
  for (const measure of runs.flatMap(({ measures }) => measures)) {
    if ((found.get(measure.figure)?.measured ?? -1) < measure.measured) found.set(measure.figure, measure);
  }
  return [...found.values()].toSorted((a, b) => (a.figure < b.figure ? -1 : 1));
}
