import type { Place } from '../place.js';
import type { Step } from './steps.js';
import type { Unit } from './units.js';
import { baseName, unwrapped } from './words.js';

/** Something that marks the running slot good, or takes the boot counter back. */
export interface Marker {
  /** For sentences: `rauc-mark-good.service`, `S99good`. */
  readonly name: string;
  /** What starts it; undefined when nothing does. */
  readonly on: Place | undefined;
  readonly place: Place;
  /** Whether it asks for the machine's health before. */
  readonly checked: boolean;
  /** Whether it is wdgen's own program. */
  readonly own: boolean;
}

/** Everything that marks a slot good. Each start counts once. */
export function readMarkers(steps: readonly Step[]): readonly Marker[] {
  const found = new Map<string, Marker>();
  for (const step of steps) {
    const name = step.start.name;
    const own = /\/wdgen-commit$|libexec\/wdgen\/commit$/.test(step.words[0] ?? '');
    if (!own && !marksGood(step)) continue;
    const checked = own || isChecked(step, steps);
    const known = found.get(name);
    if (known === undefined || (!known.own && own))
      found.set(name, { name, on: step.start.on, place: step.place, checked, own });
  }
  return [...found.values()];
}

/** `rauc status mark-good`, or a write of the variables with which U-Boot counts. */
function marksGood({ words, inside }: Step): boolean {
  if (/stop/.test(inside)) return false;
  const plain = unwrapped(words);
  const program = baseName(plain[0] ?? '');
  if (program === 'rauc') return plain.includes('mark-good');
  if (program === 'fw_setenv')
    return /^(BOOT_\w+_LEFT|bootcount|upgrade_available|boot_count)$/.test(plain[1] ?? '');
  if (program === 'grub-editenv' || program === 'grub2-editenv') return plain.includes('boot_success=1');
  return program === 'bootcount' && plain.includes('reset');
}

/** Commands that tell nothing about health. */
const IDLE =
  /^(sleep|echo|logger|log|sync|mount|export|cd|exit|set|true|trap|printf|rauc|fw_setenv|fw_printenv|:)$/;

/**
 * A check is something that can keep the mark from being set: a condition around it, a command before it in a script
 * that ends at the first failure, an ExecStartPre= or ExecCondition=, or a unit that has to have succeeded.
 */
function isChecked(step: Step, steps: readonly Step[]): boolean {
  if (step.guarded) return true;
  const { start } = step;
  const before = steps.slice(0, steps.indexOf(step)).filter((one) => one.start === start);
  const stops = before.some(({ words }) => words[0] === 'set' && words.some((word) => /^-\w*e/.test(word)));
  if (stops && before.some(({ words }) => !IDLE.test(baseName(words[0] ?? '')) && words !== start.words))
    return true;
  return start.unit !== undefined && unitChecks(start.unit);
}

function unitChecks({ all }: Unit): boolean {
  return all.some(
    ({ section, key, value }) =>
      (section === 'Service' &&
        /^(ExecStartPre|ExecCondition)$/.test(key) &&
        !/^-/.test(value) &&
        value !== '') ||
      (section === 'Unit' &&
        /^(Requires|BindsTo|Requisite)$/.test(key) &&
        value
          .split(/\s+/)
          .some(
            (name) =>
              /\.(service|target)$/.test(name) &&
              !/^(basic|sysinit|multi-user|local-fs|network(-online)?|dbus)\b/.test(name),
          )),
  );
}
