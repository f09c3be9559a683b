import type { FlagValue, KernelFlag, NixosRelease, TargetPlan } from '../../plan/types.js';
import { deferralSentences } from '../deferral.js';
import { nixAttr, nixComment, nixString } from '../quote/nix.js';
import type { View } from '../types.js';

/**
 * nixpkgs renamed the attribute of a kernel patch for 25.11 and made the old name an error; 25.05 knows both and
 * warns, older releases know the old one only and silently ignore the other. Source: nixpkgs PR 431115, 432497, 436219.
 */
const STRUCTURED_EXTRA_SINCE: NixosRelease = 2511;

/**
 * What nixpkgs' common-config.nix fixes among the symbols that matter here. Equal values merge; another value is an
 * evaluation error unless it is forced. Source: nixpkgs pkgs/os-specific/linux/kernel/common-config.nix (2026),
 * nixos/modules/system/boot/kernel_config.nix (types.enum merges only equal values).
 */
const COMMON_CONFIG: Readonly<Record<string, 'y'>> = {
  DETECT_HUNG_TASK: 'y',
  HARDLOCKUP_DETECTOR: 'y',
  LOCKUP_DETECTOR: 'y',
  SOFTLOCKUP_DETECTOR: 'y',
  WATCHDOG_SYSFS: 'y',
};

/**
 * Symbols that nixpkgs' stock kernel has anyway, so that a driver as a module needs no kernel of its own:
 * the kernel's defaults, and `m` wherever Kconfig offers it (nixpkgs generate-config.pl, "autoModules").
 */
const STOCK = ['WATCHDOG', 'WATCHDOG_CORE', 'WATCHDOG_HANDLE_BOOT_ENABLED', 'WATCHDOG_SYSFS'];

/** The words of nixpkgs' lib/kernel.nix for a tristate. */
const WORDS = { y: 'yes', m: 'module', n: 'no' } as const;

const INDENT = '        ';

export interface KernelView {
  readonly view: View;
  readonly enforces: boolean;
  readonly origin: readonly string[];
}

/** The kernel configuration of the module: what is active as options, what is deferred as comments. */
export function kernelView(plan: TargetPlan, release: NixosRelease): KernelView {
  const flags = plan.kernel.flags.filter((flag) => needed(plan, flag));
  const set = flags.filter((flag) => flag.setting.active !== null);
  const waits = flags.some((flag) => flag.setting.deferred !== null);
  const forced = set.some((flag) => forceFlag(flag));
  return {
    view: {
      patch: set.length > 0,
      comments: set.length === 0 && flags.length > 0,
      intro: introTexts(plan, waits, forced).map((text) => nixComment(text, '  ')),
      attribute: nixAttr(
        release >= STRUCTURED_EXTRA_SINCE ? 'structuredExtraConfig' : 'extraStructuredConfig',
      ),
      flags: flags.map((flag) => flagView(flag, set.length > 0 ? INDENT : '  ')),
    },
    enforces: set.length > 0,
    origin: flags.length > 0 ? ['kernel.flags'] : [],
  };
}

/** A built-in driver needs every flag; a module only those that neither the stock kernel nor a parameter gives it. */
function needed(plan: TargetPlan, flag: KernelFlag): boolean {
  if (plan.kernel.driverAs === 'builtin' || flag.from === 'spec') return true;
  // A governor cannot be built into a core that is a module.
  if (flag.symbol === 'WATCHDOG_CORE' && hasGovernor(plan)) return true;
  if (flag.from === 'driver' || STOCK.includes(flag.symbol)) return false;
  if (flag.symbol === 'WATCHDOG_OPEN_TIMEOUT') return false;
  return flag.symbol !== 'WATCHDOG_NOWAYOUT' || plan.watchdog.driver.nowayout !== 'param';
}

function hasGovernor({ kernel }: TargetPlan): boolean {
  return kernel.flags.some(
    ({ symbol, setting }) => symbol.startsWith('WATCHDOG_PRETIMEOUT_GOV_') && setting.active !== null,
  );
}

function introTexts(plan: TargetPlan, waits: boolean, forced: boolean): readonly string[] {
  const builtin = plan.kernel.driverAs === 'builtin';
  const why = builtin
    ? `The driver (${plan.watchdog.driver.id}) is built in, so that it is there before PID 1 opens the device. This builds a kernel of its own.`
    : "Options that nixpkgs' kernel lacks. This builds a kernel of its own.";
  const plain = 'Values are not forced: where another module wants another value, the evaluation must fail.';
  const force = "lib.mkForce stands where nixpkgs' common-config.nix has another value.";
  return [
    why,
    plain,
    ...(forced ? [force] : []),
    ...(waits ? deferralSentences(plan, plan.kernel.deferral) : []),
  ];
}

function flagView(flag: KernelFlag, indent: string): View {
  const { active } = flag.setting;
  return {
    comments: flagTexts(flag).map((text) => nixComment(text, indent)),
    set: active !== null,
    name: nixAttr(flag.symbol),
    force: forceFlag(flag),
    word: active?.kind === 'tristate' && { text: nixAttr(WORDS[active.value]) },
    text: nixString(active === null ? '' : String(active.value)),
  };
}

function flagTexts(flag: KernelFlag): readonly string[] {
  const { deferred, forbidden } = flag.setting;
  if (forbidden !== null) return [`Forbidden here: ${flag.symbol}. ${forbidden}`];
  return deferred === null ? [flag.why] : [flag.why, `deferred: ${flag.symbol} = ${targetText(deferred)};`];
}

function forceFlag(flag: KernelFlag): boolean {
  const { active } = flag.setting;
  if (active?.kind !== 'tristate' || !Object.hasOwn(COMMON_CONFIG, flag.symbol)) return false;
  return COMMON_CONFIG[flag.symbol] !== active.value;
}

function targetText(value: FlagValue): string {
  return value.kind === 'tristate' ? WORDS[value.value] : `freeform "${value.value}"`;
}
