import type { Coverage } from '../../analyse/coverage.js';
import { timeline } from '../../analyse/timeline.js';
import type { PlatformPlan, TargetPlan } from '../../plan/types.js';
import { enableCommand, gateText } from '../deferral.js';
import { header } from '../header.js';
import { nowayoutParameter, openTimeoutParameter } from '../parameters.js';
import { mdBlock, mdCode, mdText } from '../quote/markdown.js';
import type { View } from '../types.js';
import { coverageView } from './coverage.js';
import { doctorView } from './doctor.js';
import { driverView } from './driver.js';
import { benchView, feederView } from './feeder.js';
import { networkView } from './network.js';
import { retentionView } from './retention.js';
import { rollbackView } from './rollback.js';
import { settingRows } from './rows.js';
import { servicesView } from './services.js';
import { signsView } from './signs.js';
import { timelineView } from './timeline.js';

/** The parts of RUNBOOK.md. */
export function runbookView(plan: TargetPlan, judged: Coverage): View {
  const { board, watchdog, description } = plan;
  const rows = settingRows(plan);
  return {
    header: header(plan, 'markdown'),
    name: mdText(plan.name),
    description: description !== null && { text: mdText(description) },
    board: mdText(`${board.title} (${board.soc})`),
    boardNotes: board.notes.map((note) => mdText(note)),
    platform: mdText(platformText(plan.platform)),
    firmware: board.firmware !== null && { text: mdText(board.firmware) },
    rows,
    anyDeferred: hasDeferred(plan),
    deferral: watchdog.deferral !== null && {
      reason: mdText(watchdog.deferral.reason),
      gate: mdText(gateText(watchdog.deferral)),
    },
    feeder: feederView(plan),
    coverage: coverageView(plan, judged),
    signs: signsView(plan, judged),
    timeline: timelineView(timeline(plan)),
    driver: driverView(plan),
    rollback: rollbackView(plan),
    network: networkView(plan),
    services: servicesView(plan),
    retention: retentionView(plan),
    doctor: doctorView(plan),
    bench: benchView(plan),
    cmdline: cmdlineView(plan),
    specFile: mdCode(plan.specFile),
    enable: mdBlock('sh', `${enableCommand(plan)} --dry-run\n${enableCommand(plan)}`),
    defer: mdBlock('sh', `wdgen defer --target ${plan.name} --reason "why"`),
  };
}

function hasDeferred({ watchdog, kernel }: TargetPlan): boolean {
  const { feeder, runtimeMs, petMs, rebootMs, kexecMs, pretimeoutMs, openTimeoutMs, nowayout } = watchdog;
  const settings = [feeder, runtimeMs, petMs, rebootMs, kexecMs, pretimeoutMs, openTimeoutMs, nowayout];
  return [...settings, ...kernel.flags.map((flag) => flag.setting)].some((one) => one.deferred !== null);
}

function platformText(platform: PlatformPlan): string {
  switch (platform.kind) {
    case 'nixos': {
      const month = String(platform.release % 100).padStart(2, '0');
      return `NixOS ${Math.floor(platform.release / 100)}.${month}`;
    }
    case 'buildroot':
      return `Buildroot with ${platform.init}`;
    case 'systemd':
      return 'Linux with systemd';
  }
}

/**
 * Parameters that no generated file is sure to set. NixOS has an option for them; modprobe knows those of the driver
 * when it is a module. The watchdog core is built into many kernels whose drivers are modules, and then modprobe's
 * files do not reach it. The command line belongs to the boot loader, and each boot loader has a file of its own.
 */
function cmdlineView(plan: TargetPlan): View | false {
  if (plan.platform.kind === 'nixos') return false;
  const nowayout = plan.kernel.driverAs === 'module' ? null : nowayoutParameter(plan);
  const set = [openTimeoutParameter(plan), nowayout].filter((one) => one?.set === true);
  const texts = set.flatMap((one) => (one === null ? [] : [one.text]));
  return texts.length > 0 && { block: mdBlock('', texts.join(' ')) };
}
