import type { KeyPath } from '../../core/path.js';
import type { TargetPlan } from '../types.js';
import type { Draft, Risk } from './change.js';
import { wordsFor } from './change.js';
import type { ChangedLeaf } from './leaves.js';
import { documented } from './rollback.js';
import { wordOrNull } from './setting.js';

/** What a change below a place means when nothing more exact is known; the first that fits. */
const AREAS: readonly (readonly [place: RegExp, risk: Risk])[] = [
  [/^(board|watchdog\.driver)\.id$/, 'boots'],
  [/^(board|watchdog\.driver)\./, 'documents'],
  [/^platform\./, 'boots'],
  [/(^|\.)deferral(\.|$)/, 'documents'],
  [/^kernel\.flags\..*\.(why|from)$/, 'cosmetic'],
  [/^kernel\./, 'boots'],
  [/^watchdog\.service\./, 'feeder'],
  [/^watchdog\./, 'feeder'],
  [/^rollback\./, 'boots'],
];

/** Names for places whose words alone would puzzle. */
const NAMES: Readonly<Record<string, string>> = {
  'board.id': 'the board',
  'watchdog.driver.id': 'the watchdog driver',
  'platform.release': 'the NixOS release',
  'platform.kind': 'the platform',
  'platform.init': 'the init system',
  'kernel.version': 'the kernel version',
  'kernel.driverAs': 'how the kernel holds the driver',
  specFile: 'the file that the target is written in',
  'watchdog.service.name': "the feeder's service",
  'watchdog.service.after': 'what the feeder waits for',
  'watchdog.service.bundle': 'the bundle that starts the feeder',
};

/** Tells of what no other comparison has told, in general words: nothing that differs is left out. */
export function compareRest(leaves: readonly ChangedLeaf[], before: TargetPlan, after: TargetPlan): Draft[] {
  const enforced = before.rollback?.state === 'active' || after.rollback?.state === 'active';
  return leaves.map(({ path, before: old, after: now }) => {
    const risk = riskOf(path);
    const sides = { before: wordOrNull(path, old), after: wordOrNull(path, now) };
    return {
      at: path,
      risk: path[0] === 'rollback' && !enforced ? documented(risk) : risk,
      sentence: general(path, sides),
      ...sides,
    };
  });
}

function riskOf(path: KeyPath): Risk {
  const place = path.join('.');
  return AREAS.find(([area]) => area.test(place))?.[1] ?? 'cosmetic';
}

function general(
  path: KeyPath,
  { before, after }: { readonly before: string | null; readonly after: string | null },
) {
  const name = NAMES[path.join('.')] ?? wordsFor(path);
  if (after === null) return `${name} is gone (it was ${before ?? 'empty'})`;
  return before === null ? `${name} is ${after} now` : `${name} changes from ${before} to ${after}`;
}
