import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import type { Block } from '../core/outcome.js';
import { suggest } from '../core/suggest.js';
import type { TargetPlan } from '../plan/types.js';
import type { Registry } from '../rehearse/registry.js';
import type { MachineKind, OwnImages, Scenario, StandIn } from '../rehearse/types.js';
import type { Settings } from './rehearse-arguments.js';

/** A scenario, and whether a target can go through it. */
export interface Fit {
  readonly scenario: Scenario;
  /** Absent where no machine of this kind is known. */
  readonly kind: MachineKind | undefined;
  /** Why it makes no sense for this target; undefined when it does. */
  readonly misfit: string | undefined;
}

/** Every scenario beside a target with everything enabled. */
export function fitsOf(
  { machines, scenarios }: Registry,
  plan: TargetPlan,
  own: OwnImages = {},
): readonly Fit[] {
  return scenarios.map((scenario) => {
    const kind = machines.find(({ id }) => id === scenario.machine);
    const misfit =
      kind === undefined ? `there is no machine ${scenario.machine}` : scenario.misfit(plan, own);
    return { scenario, kind, misfit };
  });
}

/** The scenarios that make no sense for a target, with the reason. */
export function unfitOf(fits: readonly Fit[]): readonly { readonly title: string; readonly why: string }[] {
  return fits.flatMap(({ scenario, misfit }) =>
    misfit === undefined ? [] : [{ title: scenario.title, why: misfit }],
  );
}

/** The scenarios that are to be run: those that fit, or those that are named. */
export function chosen(
  fits: readonly Fit[],
  names: readonly string[],
  target: string,
): { readonly scenarios: readonly Scenario[]; readonly diagnostics: readonly Diagnostic[] } {
  const all = fits.map(({ scenario }) => scenario.id);
  const unknown = names.filter((name) => !all.includes(name));
  const named = names.length === 0 ? fits : fits.filter(({ scenario }) => names.includes(scenario.id));
  const unfit = names.length === 0 ? [] : named.filter(({ misfit }) => misfit !== undefined);
  const scenarios = named.flatMap(({ scenario, misfit }) => (misfit === undefined ? [scenario] : []));
  const diagnostics = [
    ...unknown.map((name) => noSuchScenario(name, all)),
    ...unfit.map(({ scenario, misfit }) =>
      unfitting(target, `\`${scenario.id}\` makes no sense for \`${target}\`: ${misfit}.`),
    ),
  ];
  if (diagnostics.length === 0 && scenarios.length === 0)
    diagnostics.push(unfitting(target, `No scenario fits \`${target}\`.`));
  return { scenarios, diagnostics };
}

function noSuchScenario(name: string, all: readonly string[]): Diagnostic {
  const near = suggest(name, all);
  return diagnostic('WD0601', {
    detail: `There is no scenario \`${name}\`.`,
    help: near === undefined ? `scenarios: ${all.join(', ')}` : `did you mean \`${near}\`?`,
  });
}

function unfitting(target: string, detail: string): Diagnostic {
  return diagnostic('WD0956', {
    path: ['target', target],
    detail,
    help: `wdgen rehearse --target ${target} --list`,
  });
}

/** A finding for each thing that a machine cannot do: it would rehearse something else than what was asked for. */
export function refusedMachines(
  machines: readonly MachineKind[],
  { own, acceleration }: Pick<Settings, 'own' | 'acceleration'>,
): readonly Diagnostic[] {
  const given = Object.keys(own) as (keyof OwnImages)[];
  const refusal = (detail: string) =>
    diagnostic('WD0601', {
      detail,
      help: 'leave it out, or name scenarios of other machines with --scenario',
    });
  return machines.flatMap(({ id, takes = [], accelerates = false }) => [
    ...given
      .filter((option) => !takes.includes(option))
      .map((option) => refusal(`The machine ${id} cannot boot your own --${option}.`)),
    ...(acceleration === 'kvm' && !accelerates
      ? [refusal(`The machine ${id} has another processor than this host: there is no --accel kvm for it.`)]
      : []),
  ]);
}

/** What `--list` shows. */
export function listing(
  fits: readonly Fit[],
  plan: TargetPlan,
): { readonly blocks: readonly Block[]; readonly data: unknown } {
  const rows = fits.map(({ scenario, misfit, kind }) => ({
    scenario: scenario.id,
    title: scenario.title,
    machine: scenario.machine,
    standIn: misfit === undefined && kind !== undefined ? kind.standIn(plan) : null,
    misfit: misfit ?? null,
  }));
  const fit = rows.filter(({ misfit }) => misfit === null);
  const unfit = rows.filter(({ misfit }) => misfit !== null);
  const standIns = [...new Set(rows.flatMap(({ standIn }) => (standIn === null ? [] : [proof(standIn)])))];
  const table = {
    kind: 'table',
    head: ['scenario', 'runs on', 'what happens'],
    rows: fit.map(({ scenario, title, standIn }) => [
      scenario,
      `${standIn?.machine}, ${standIn?.driver}`,
      title,
    ]),
  } as const;
  const more = [
    ...standIns,
    ...(unfit.length === 0 ? [] : ['Not for this target:']),
    ...unfit.map(({ scenario, title, misfit }) => `  ${scenario} (${title}): ${misfit}`),
  ];
  return {
    blocks: [
      ...(fit.length === 0 ? [] : [table]),
      ...(more.length === 0 ? [] : [{ kind: 'text', text: more.join('\n') } as const]),
    ],
    data: rows,
  };
}

function proof({ machine, driver, proves }: StandIn): string {
  return `${machine} with ${driver}: ${proves}`;
}
