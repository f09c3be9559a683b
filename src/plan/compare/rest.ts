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
  [/^services\..*\.heartbeatMs$/, 'documents'],
  [/^(boot|image)\./, 'documents'],
  [/^network\.log\./, 'cosmetic'],
  [/^network\.stateDir$/, 'loosens'],
  [/^network\./, 'tightens'],
  [/^(services|monitors)\./, 'tightens'],
  [/^(alerts|retentions)(\.|$)/, 'loosens'],
  [/^doctor(\.|$)/, 'cosmetic'],
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
  'network.interface': 'the interface that is mended',
  'network.stateDir': 'where self-heal keeps what survives a reboot',
  specFile: 'the file that the target is written in',
  'watchdog.service.name': "the feeder's service",
  'watchdog.service.after': 'what the feeder waits for',
  'watchdog.service.bundle': 'the bundle that starts the feeder',
};

/** Tells of what no other comparison has told, in general words: nothing that differs is left out. */
export function compareRest(leaves: readonly ChangedLeaf[], before: TargetPlan, after: TargetPlan): Draft[] {
  return leaves.map(({ path, before: old, after: now }) => {
    const risk = riskOf(path);
    const enforced = isEnforced(path, before) || isEnforced(path, after);
    const sides = { before: wordOrNull(path, old), after: wordOrNull(path, now) };
    return {
      at: path,
      risk: enforced ? risk : documented(risk),
      sentence: general(path, sides),
      ...sides,
    };
  });
}

/** Whether the mechanism that a place belongs to is in force; places outside of one are. */
function isEnforced([top, name]: KeyPath, plan: TargetPlan): boolean {
  if (top === 'rollback' || top === 'network') return plan[top]?.state === 'active';
  if (top !== 'services' && top !== 'monitors' && top !== 'retentions') return true;
  const list: readonly { readonly name: string; readonly state: string }[] = plan[top];
  return list.find((one) => one.name === name)?.state === 'active';
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
