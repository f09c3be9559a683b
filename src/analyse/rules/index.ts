import type { Rule } from '../types.js';
import { driverLoadsLate } from './driver-loads-late.js';
import { hardwareBelowTimeout } from './hardware-below-timeout.js';
import { kexecHandover } from './kexec-handover.js';
import { lockupDetectorsOnly } from './lockup-detectors-only.js';
import { noHandover } from './no-handover.js';
import { noWatchdog } from './no-watchdog.js';
import { pettedTooLate } from './petted-too-late.js';
import { pettedTooLateForDefault } from './petted-too-late-for-default.js';
import { pretimeoutInTime } from './pretimeout-in-time.js';
import { rebootAboveDriver } from './reboot-above-driver.js';
import { recoveryRules } from './recovery/index.js';
import { secondExpiry } from './second-expiry.js';
import { softwareWatchdog } from './software-watchdog.js';
import { timeoutAboveDriver } from './timeout-above-driver.js';
import { timeoutBelowDriver } from './timeout-below-driver.js';
import { timeoutCannotBeSet } from './timeout-cannot-be-set.js';

/** Every rule, in the order of its code. */
export const rules: readonly Rule[] = [
  timeoutAboveDriver,
  timeoutBelowDriver,
  rebootAboveDriver,
  pettedTooLate,
  pettedTooLateForDefault,
  hardwareBelowTimeout,
  softwareWatchdog,
  timeoutCannotBeSet,
  driverLoadsLate,
  noWatchdog,
  pretimeoutInTime,
  noHandover,
  secondExpiry,
  lockupDetectorsOnly,
  kexecHandover,
  ...recoveryRules,
];
