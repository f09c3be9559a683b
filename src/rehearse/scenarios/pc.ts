import type { Scenario } from '../types.js';
import { feederKilled } from './pc/feeder-killed.js';
import { feederStopped } from './pc/feeder-stopped.js';
import { initDies } from './pc/init-dies.js';
import { kernelLocked } from './pc/kernel-locked.js';
import { panicRestarts, panicWaits } from './pc/panic.js';
import { pid1Frozen } from './pc/pid1-frozen.js';
import { rebootHangs } from './pc/reboot-hangs.js';
import { rootMissing } from './pc/root-missing.js';
import { serviceStalled } from './pc/service-stalled.js';
import { soak } from './pc/soak.js';
import { userspaceWedged } from './pc/userspace-wedged.js';

/** What can go wrong on a PC: processes first, then the kernel, then the start and the end. */
export const pcScenarios: readonly Scenario[] = [
  feederKilled,
  feederStopped,
  pid1Frozen,
  serviceStalled,
  userspaceWedged,
  panicWaits,
  panicRestarts,
  kernelLocked,
  initDies,
  rootMissing,
  rebootHangs,
  soak,
];
