import type { EnvironmentPlan, TargetPlan } from '../../plan/types.js';
import { header } from '../header.js';
import { kconfigComment, kconfigLine } from '../quote/kconfig.js';
import type { View } from '../types.js';
import { copyOffsets, hex } from './environment.js';

/**
 * The view of the part of a Buildroot defconfig that builds these files in. Paths go through a variable of make, which
 * Buildroot expands. Source: Buildroot e991fa071605 package/uboot-tools/{Config.in.host,uboot-tools.mk},
 * boot/uboot/Config.in, package/libubootenv/Config.in.
 */
export function buildrootView(plan: TargetPlan, environment: EnvironmentPlan): View {
  const symbol = 'BR2_PACKAGE_HOST_UBOOT_TOOLS_ENVIMAGE';
  const redundant = copyOffsets(environment).length > 1 ? 'y' : 'n';
  return {
    header: header(plan, 'kconfig'),
    intro: INTRO.map(kconfigComment),
    size: kconfigLine(`${symbol}_SIZE`, { kind: 'string', value: hex(environment.size) }, ''),
    redundant: kconfigLine(`${symbol}_REDUNDANT`, { kind: 'tristate', value: redundant }, ''),
  };
}

const INTRO = [
  'For a Buildroot defconfig. WDGEN_TREE is the folder that has this target, for example: export WDGEN_TREE=$(BR2_EXTERNAL_NAME_PATH)/generated/rock64 in external.mk',
  'uboot-env.bin is one copy: write it to every place that rootfs/etc/fw_env.config names.',
];
