import type { FlagValue, KernelFlag, TargetPlan } from '../../plan/types.js';
import { deferralSentences } from '../deferral.js';
import { header } from '../header.js';
import { kconfigComment, kconfigLine } from '../quote/kconfig.js';
import type { View } from '../types.js';

const NO = { kind: 'tristate', value: 'n' } as const;

/** The fragment: active flags as settings with their reason, deferred and forbidden ones as comments. */
export function fragmentView(plan: TargetPlan): View {
  const { flags, deferral, driverAs, version } = plan.kernel;
  const waits = flags.some((flag) => flag.setting.deferred !== null);
  const groups = [
    { title: 'Watchdog core', from: 'core' },
    {
      title: `Driver ${plan.watchdog.driver.id} (${driverAs === 'builtin' ? 'built in' : 'as a module'})`,
      from: 'driver',
    },
    { title: `From ${plan.specFile}`, from: 'spec' },
  ] as const;
  return {
    header: header(plan, 'kconfig'),
    intro: introTexts(plan, version).map(comment),
    deferral: (waits ? deferralSentences(plan, deferral) : []).map(comment),
    groups: groups
      .map((group) => ({
        title: comment(group.title),
        flags: flags.filter((flag) => flag.from === group.from).map(flagView),
      }))
      .filter((group) => group.flags.length > 0),
  };
}

function introTexts(plan: TargetPlan, version: string | null): readonly string[] {
  const made = version === null ? [] : [`Made for Linux ${version}.`];
  if (plan.platform.kind !== 'nixos') return made;
  return [
    ...made,
    'NixOS takes these options from modules/watchdog.nix; this file is for kernels built without it.',
  ];
}

function flagView(flag: KernelFlag): View {
  const { active } = flag.setting;
  return {
    comments: flagTexts(flag).map(comment),
    set: active !== null,
    line: kconfigLine(flag.symbol, active ?? NO),
  };
}

function flagTexts(flag: KernelFlag): readonly string[] {
  const { deferred, forbidden } = flag.setting;
  if (forbidden !== null) return [`forbidden: ${flag.symbol}. ${forbidden}`];
  return deferred === null ? [flag.why] : [flag.why, `deferred: ${flag.symbol}=${valueText(deferred)}`];
}

function valueText(value: FlagValue): string {
  return value.kind === 'string' ? JSON.stringify(value.value) : String(value.value);
}

/**
 * A comment never holds `CONFIG_` before a symbol: merge_config.sh looks a value up with `grep -w CONFIG_X` in the
 * whole file, comments too, and would report what is not a setting. Source: linux 6.1 scripts/kconfig/merge_config.sh
 * lines 133-199; scripts/kconfig/confdata.c conf_read_simple (`# CONFIG_X is not set` is one).
 */
function comment(text: string) {
  return kconfigComment(text.replaceAll(/\bCONFIG_(?=[A-Za-z0-9_])/g, ''));
}
