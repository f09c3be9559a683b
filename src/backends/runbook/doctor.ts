import { sayDuration } from '../../core/duration.js';
import type { TargetPlan } from '../../plan/types.js';
import { mdBlock, mdCell, mdCode } from '../quote/markdown.js';
import type { View } from '../types.js';

/** What the doctor on the device says, and which command mends what; false without it. */
export function doctorView({ doctor }: TargetPlan): View | false {
  if (doctor === null) return false;
  return {
    commands: mdBlock('sh', 'wdgen-doctor\nwdgen-doctor --json'),
    journals: doctor.journals.map(({ name, unit, file, windowMs, patterns }) => ({
      name: mdCode(name),
      source: mdCode(unit ?? file ?? ''),
      window: mdCell(sayDuration(windowMs)),
      patterns: patterns.map(({ match, colour, says, fix }) => ({
        match: mdCode(match, true),
        colour: mdCell(colour),
        says: mdCell(says),
        fix: mdCode(fix, true),
      })),
    })),
  };
}
