import { type Diagnostic, diagnostic } from '../core/diagnostic.js';
import type { Block } from '../core/outcome.js';
import { type Verdict, validate } from '../system/validators.js';
import { type JudgedTarget, renderTarget } from './compile.js';

/** What `check --tools` adds: findings of the real validators, and a table of which of them were there. */
export interface ToolReport {
  readonly diagnostics: readonly Diagnostic[];
  readonly blocks: readonly Block[];
}

/** Has the real validators judge every generated file of the given targets. */
export async function runTools(judged: readonly JudgedTarget[]): Promise<ToolReport> {
  const verdicts: TargetVerdict[] = [];
  for (const one of judged) {
    const said = await validate(renderTarget(one) ?? []);
    verdicts.push(...said.map((verdict) => ({ ...verdict, target: one.target.name })));
  }
  const diagnostics = verdicts
    .filter(({ verdict }) => verdict === 'refused' || verdict === 'timed-out')
    .map(refusal);
  return { diagnostics, blocks: [tableOf(verdicts)] };
}

interface TargetVerdict extends Verdict {
  readonly target: string;
}

function refusal({ target, path, command, output }: TargetVerdict): Diagnostic {
  return diagnostic('WD0506', {
    path: ['target', target],
    detail: `${command} refuses ${target}/${path}: ${output.split('\n').slice(0, 5).join(' / ')}`,
    help: 'this is a mistake in wdgen; please report it with the spec',
  });
}

function tableOf(verdicts: readonly TargetVerdict[]): Block {
  const tools = new Map<string, TargetVerdict[]>();
  for (const verdict of verdicts)
    tools.set(verdict.command, [...(tools.get(verdict.command) ?? []), verdict]);
  const rows = [...tools].map(([command, said]) => [command, ...tally(said)]);
  return { kind: 'table', head: ['tool', 'files', 'result'], rows };
}

function tally(said: readonly TargetVerdict[]): [string, string] {
  const missing = said.find(({ verdict }) => verdict === 'missing');
  if (missing !== undefined) return ['', `not installed (Debian package ${missing.debian})`];
  const refused = said.filter(({ verdict }) => verdict !== 'sound').length;
  return [String(said.length), refused === 0 ? 'all sound' : `${refused} refused`];
}
