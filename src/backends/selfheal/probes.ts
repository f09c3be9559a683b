import type { ProbeCheck, ProbePlan } from '../../plan/types.js';
import type { Quoted } from '../quote/quoted.js';
import { shAssignment } from '../quote/sh.js';
import { shListAssignment, shWordAssignment } from '../quote/sh-list.js';
import { needWord, seconds } from './words.js';

/** The assignments of one probe, numbered in the order of the plan. */
export function probeLines(
  { name, proves, check, need, timeoutMs }: ProbePlan,
  index: number,
): readonly Quoted[] {
  const at = `probe${index}`;
  return [
    shWordAssignment(`${at}_name`, name),
    shAssignment(`${at}_kind`, check.kind),
    shAssignment(`${at}_proves`, proves),
    ...ownLines(at, check),
    shAssignment(`${at}_need`, needWord(need)),
    shAssignment(`${at}_limit`, String(Math.max(1, seconds(timeoutMs)))),
  ];
}

function ownLines(at: string, check: ProbeCheck): readonly Quoted[] {
  const hosts = (words: readonly string[]) => shListAssignment(`${at}_hosts`, words);
  switch (check.kind) {
    case 'carrier':
      return [];
    case 'address':
      return [shAssignment(`${at}_family`, check.family)];
    case 'neighbour':
      return [hosts(check.hosts)];
    case 'ping':
      return [hosts(check.hosts), shAssignment(`${at}_count`, String(check.count))];
    case 'tcp':
      return [hosts(check.hosts.map(({ host, port }) => `${host}/${port}`))];
    case 'http':
      return [hosts(check.urls)];
    case 'script':
      return [shAssignment(`${at}_path`, check.path)];
  }
}
