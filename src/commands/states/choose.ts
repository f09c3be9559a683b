import { type Diagnostic, diagnostic } from '../../core/diagnostic.js';
import { formatPath, parsePath } from '../../core/path.js';
import { suggest } from '../../core/suggest.js';
import { lookup } from '../../plan/lookup.js';
import type { SpecTarget } from '../../spec/read.js';
import { targetSchema } from '../../spec/schema.js';
import { statesOf, type WrittenState } from '../../spec/settings.js';
import { schemaAt } from '../../spec/walk.js';
import { compileTarget } from '../compile.js';

/** What a command is about in one target: settings that will change, and why others will not. */
export interface Choice {
  readonly target: SpecTarget;
  readonly change: readonly WrittenState[];
  /** Settings that were meant and are as wanted, or are left alone, in words. */
  readonly remarks: readonly string[];
}

export interface Choices {
  readonly choices: readonly Choice[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a command does with a setting: change it, leave it with a remark, pass over it in silence, or refuse. */
export type Judgement =
  | { readonly kind: 'change' | 'skip' }
  | { readonly kind: 'remark'; readonly text: string }
  | { readonly kind: 'refuse'; readonly detail: string; readonly help: string };

/** Judges a setting; `named` says that --setting named exactly this one. */
export type Judge = (state: WrittenState, named: boolean) => Judgement;

/** Picks the settings of targets that a command is about: those --setting names, or all. */
export function choose(targets: readonly SpecTarget[], settings: readonly string[], judge: Judge): Choices {
  const diagnostics: Diagnostic[] = [];
  const wanted = settings.map((text) => text.replace(/^kernel\.flags\.CONFIG_/, 'kernel.flags.'));
  const choices = targets.map((target) => chooseIn(target, wanted, judge, diagnostics));
  for (const words of wanted) {
    if (!targets.some((target) => statesOf(target).some((state) => isMeant(state, words))))
      diagnostics.push(notThere(words, targets));
  }
  return { choices, diagnostics };
}

function isMeant({ words }: WrittenState, wanted: string): boolean {
  return words === wanted || words.startsWith(`${wanted}.`);
}

function chooseIn(
  target: SpecTarget,
  wanted: readonly string[],
  judge: Judge,
  diagnostics: Diagnostic[],
): Choice {
  const change: WrittenState[] = [];
  const remarks: string[] = [];
  for (const state of statesOf(target)) {
    if (wanted.length > 0 && !wanted.some((words) => isMeant(state, words))) continue;
    const judged = judge(state, wanted.includes(state.words));
    if (judged.kind === 'change') change.push(state);
    if (judged.kind === 'remark') remarks.push(`${target.name}: ${state.words} ${judged.text}`);
    if (judged.kind === 'refuse') diagnostics.push(refusal(target, state, judged.detail, judged.help));
  }
  return { target, change, remarks };
}

function refusal({ document }: SpecTarget, { path }: WrittenState, detail: string, help: string): Diagnostic {
  return diagnostic('WD0303', { path, span: document.positions.nearest(path), detail, help });
}

/** A setting that nobody wrote: one that follows from others, or none at all. */
function notThere(words: string, targets: readonly SpecTarget[]): Diagnostic {
  const [target] = targets;
  if (target !== undefined && isDerived(words, target)) {
    return diagnostic('WD0303', {
      path: ['target', target.name],
      detail: `\`${words}\` is not written in the spec: it follows from the driver or from other settings, and changes with them.`,
      help: `see where it comes from: wdgen explain ${target.name}.${words}`,
    });
  }
  const known = [...new Set(targets.flatMap((one) => statesOf(one).map((state) => state.words)))];
  const near = isKnown(words) ? undefined : suggest(words, known);
  return diagnostic('WD0601', {
    detail: `No selected target ${isKnown(words) ? 'sets' : 'has a setting'} \`${words}\`.`,
    help: near === undefined ? `settings: ${known.slice(0, 20).join(', ')}` : `did you mean \`${near}\`?`,
  });
}

/** Whether the schema has such a key, although nobody wrote it. */
function isKnown(words: string): boolean {
  return schemaAt(targetSchema, words.split('.')) !== undefined;
}

function isDerived(words: string, target: SpecTarget): boolean {
  const plan = compileTarget(target).resolved?.plan;
  const path = parsePath(words);
  if (plan === undefined || path === undefined || path.length < 2) return false;
  const { found } = lookup(plan, path);
  const value = found?.value as { active?: unknown; deferred?: unknown } | undefined;
  return (value?.active ?? null) !== null || (value?.deferred ?? null) !== null;
}

/** The table of a setting as a key, to group by. */
export function tableOf({ table }: WrittenState): string {
  return formatPath(table);
}

/** The finding for a reason that says nothing, or that could not be kept. */
export function checkReason(option: string, reason: string | undefined): Diagnostic[] {
  if (reason === undefined || /^[^\p{Cc}]{1,2000}$/u.test(reason.trim())) return [];
  const detail = `The text of ${option} is empty, too long, or holds control characters.`;
  return [diagnostic('WD0601', { detail, help: `${option} "why"` })];
}
