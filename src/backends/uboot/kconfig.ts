import type { RollbackPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { kconfigComment, kconfigLine } from '../quote/kconfig.js';
import type { View } from '../types.js';
import { environmentSymbols } from './environment-symbols.js';
import type { SymbolGroup } from './flags.js';
import { bootcountSymbols, bootmethSymbols, commandSymbols } from './symbols.js';
import { armedEarly } from './watchdog.js';

/** The view of uboot.config. */
export function ubootConfigView(plan: TargetPlan, rollback: RollbackPlan): View {
  return {
    header: header(plan, 'kconfig'),
    intro: introTexts(rollback).map(kconfigComment),
    groups: groupsOf(plan, rollback).map(({ title, notes, symbols }) => ({
      title: kconfigComment(title),
      notes: notes.map(kconfigComment),
      flags: symbols.map(([symbol, value]) => kconfigLine(symbol, value)),
    })),
  };
}

function groupsOf(plan: TargetPlan, rollback: RollbackPlan): readonly SymbolGroup[] {
  return [
    commandSymbols(plan, rollback),
    ...environmentSymbols(rollback),
    ...(rollback.scheme === 'uboot-bootcount' ? [bootcountSymbols(rollback)] : []),
    ...(rollback.scheme === 'rauc-bootmeth' ? [bootmethSymbols(rollback)] : []),
    ...armedEarly(plan),
  ];
}

function introTexts({ ubootVersion }: RollbackPlan): readonly string[] {
  if (ubootVersion === null) return [];
  const year = Math.floor(ubootVersion / 100);
  const month = String(ubootVersion % 100).padStart(2, '0');
  return [
    '',
    `Made for U-Boot ${year}.${month}: an option that your U-Boot does not know vanishes without a word.`,
  ];
}
