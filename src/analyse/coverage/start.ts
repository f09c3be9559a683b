import { byFigure, covered, open, partly, watchdogFix } from './cells.js';
import { stayName } from './rollback.js';
import type { Mode, Situation } from './types.js';

const EARLY = 'the watchdog that was started before Linux';
const uboots = new Set(['rauc-uboot', 'uboot-bootcount', 'rauc-bootmeth']);

/** What would start a timer before Linux. */
function earlyFix({ plan }: Situation): string | null {
  const { name, watchdog, rollback, boot } = plan;
  const viaUboot = rollback !== null && rollback.environment !== null && watchdog.driver.uboot?.note === null;
  const waits = watchdogFix(plan);
  if (viaUboot && waits !== null && watchdog.driver.bootHandover === 'yes') return waits;
  return boot.armedMs === null
    ? `find out on the bench whether firmware or boot loader starts the watchdog, and with which timeout; write it as armed in [target.${name}.boot]`
    : null;
}

export const loaderHang: Mode = {
  id: 'loader-hang',
  title: 'boot loader hangs',
  judge: (situation) =>
    byFigure('reset', EARLY, situation.figure('start-hang'), {
      fix: earlyFix(situation),
      remarks: ['Firmware that hangs before the timer runs is beyond reach.'],
    }),
};

/** A kernel that cannot be read, and one that is started and says nothing. */
export const kernelStart: Mode = {
  id: 'kernel-start',
  title: 'kernel does not load or start',
  judge: (situation) => {
    const { rollback } = situation.plan;
    const hang = situation.figure('start-hang');
    const scripted = rollback?.state === 'active' && uboots.has(rollback.scheme);
    const boot = situation.figure('boot');
    const fix = earlyFix(situation);
    if (!scripted)
      return hang.value === null
        ? open(`${stayName(situation.plan)}, and ${hang.reason}`, { fix })
        : partly('reset', EARLY, hang, 'one that cannot be loaded at all waits in the boot loader');
    const next = 'the boot script';
    return hang.value === null
      ? partly(
          'next slot boots',
          next,
          boot,
          `one that is loaded and hangs at once is not reset: ${hang.reason}`,
          { fix },
        )
      : covered('next slot boots', `${next}, and ${EARLY}`, boot);
  },
};

export const rootMissing: Mode = {
  id: 'root-missing',
  title: 'root is missing or broken',
  judge: (situation) => {
    const { plan } = situation;
    const { rollback } = plan;
    const panic = situation.figure('panic');
    const bare =
      rollback?.state === 'active' &&
      rollback.slots.every(({ boot }) => boot !== null && boot.initrd === null);
    if (bare && panic.value !== null)
      return covered('restarted', 'rootdelay=, then the panic of a kernel without root', panic);
    const shell =
      'the initrd decides: most wait for a key or in a shell, where the kernel lives and whoever feeds goes on';
    const fix = initrdFix(situation);
    if (panic.value === null || rollback?.state !== 'active') return open(shell, { fix });
    return partly('restarted', 'panic=, where the initrd gives up', panic, shell, { fix });
  },
};

/** Source: nixpkgs nixos/modules/system/boot/stage-1-init.sh (boot.panic_on_fail); systemd issue 7063. */
function initrdFix({ plan }: Situation): string {
  const { name, platform, rollback } = plan;
  if (platform.kind !== 'nixos') return 'have the initrd reboot, after a time limit, when it finds no root';
  const place =
    rollback !== null && uboots.has(rollback.scheme)
      ? `bootargs in [target.${name}.rollback]`
      : 'the kernel command line';
  return `add boot.panic_on_fail to ${place}, so that the initrd panics instead of waiting`;
}

export const initrdHang: Mode = {
  id: 'initrd-hang',
  title: 'initrd or early init hangs',
  judge: (situation) => {
    const hang = situation.figure('init-hang');
    const { plan } = situation;
    const running = situation.figure('start-hang').value !== null;
    const { active, deferred } = plan.watchdog.openTimeoutMs;
    const value =
      deferred === null
        ? `write open-timeout = { deferred = "5min" } in [target.${plan.name}.watchdog]`
        : `wdgen enable --target ${plan.name} --setting watchdog.open-timeout`;
    const fix = running && active === null ? value : earlyFix(situation);
    return byFigure('reset', `${EARLY}, which the kernel feeds until open-timeout`, hang, { fix });
  },
};
