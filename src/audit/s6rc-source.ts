import { checkGraph } from './s6rc/graph.js';
import { isReserved } from './s6rc/names.js';
import { checkPipelines } from './s6rc/pipelines.js';
import { readAddition, readService, type Service } from './s6rc/service.js';
import {
  type ExeclineCheck,
  type Finding,
  type Report,
  type SourceTree,
  serviceFolders,
} from './s6rc/tree.js';

export { readS6rcSource } from './s6rc/read.js';
export type { Finding, SourceEntry, SourceTree } from './s6rc/tree.js';

export interface S6rcCheckOptions {
  /** Services and bundles that exist elsewhere: the user's own. */
  readonly external: readonly string[];
  /** Judges the syntax of a oneshot's scripts; without it that is left out. */
  readonly execline?: ExeclineCheck;
}

/**
 * What s6-rc-compile would say about a source directory, which no Debian release has, and a little more (`stricter`).
 * All findings are collected; s6-rc-compile stops at its first.
 * Source: s6-rc 0.5.5.0, which Buildroot 2026.08 has, and 0.6.1.1: src/s6-rc/s6-rc-compile.c.
 */
export function checkS6rcSource(tree: SourceTree, options: S6rcCheckOptions): readonly Finding[] {
  const findings: Finding[] = [];
  const external = new Set(options.external);
  const byName = new Map<string, Service>();
  for (const [name, folder] of serviceFolders(tree)) {
    const problem = nameProblem(name);
    if (problem !== null) findings.push({ ...problem, path: name });
    if (problem !== null || folder === null) continue;
    const report: Report = (verdict, file, message) =>
      findings.push({ verdict, path: `${name}/${file}`, message });
    const isAddition = external.has(name) && !folder.entries.has('type');
    const service = isAddition ? readAddition(folder, report) : readService(folder, report, options.execline);
    if (service !== null) byName.set(name, service);
  }
  if (byName.size === 0 && !findings.some((finding) => finding.verdict === 'refused'))
    findings.push({ verdict: 'warned', path: '', message: 'the source is empty' });
  const pipelines = [...byName.values()].flatMap(({ pipelineName }) => pipelineName ?? []);
  const services = { byName, external: new Set([...external, ...pipelines]) };
  return [...findings, ...checkGraph(services), ...checkPipelines(services)];
}

function nameProblem(name: string): Pick<Finding, 'verdict' | 'message'> | null {
  if (name.startsWith('.')) return { verdict: 'stricter', message: 'is ignored for its leading dot' };
  if (name.includes('\n')) return { verdict: 'refused', message: 'the name has a newline' };
  if (isReserved(name))
    return { verdict: 'refused', message: 'starts with a prefix that s6-rc keeps for itself' };
  return null;
}
