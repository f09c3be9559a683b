import type { Rule } from '../types.js';
import { argumentUndoes } from './argument-undoes.js';
import { armedAndNobodyFeeds } from './armed-and-nobody-feeds.js';
import { armedIsAnother } from './armed-is-another.js';
import { armedTooShort } from './armed-too-short.js';
import { coversLess } from './coverage/covers-less.js';
import { uncovered } from './coverage/uncovered.js';
import { driverLoadsLate } from './driver-loads-late.js';
import { driverRemoved } from './driver-removed.js';
import { emergencyShellPetted } from './emergency-shell-petted.js';
import { hardwareBelowTimeout } from './hardware-below-timeout.js';
import { kernelFeedsItself } from './kernel-feeds-itself.js';
import { kexecHandover } from './kexec-handover.js';
import { kexecWithoutRuntime } from './kexec-without-runtime.js';
import { lockupDetectorsOnly } from './lockup-detectors-only.js';
import { networkMountsStall } from './network-mounts-stall.js';
import { neverFired } from './never-fired.js';
import { noHandover } from './no-handover.js';
import { noWatchdog } from './no-watchdog.js';
import { nowayoutIgnored } from './nowayout-ignored.js';
import { nowayoutWithoutFeeder } from './nowayout-without-feeder.js';
import { openTimeoutIdle } from './open-timeout-idle.js';
import { openTimeoutTooShort } from './open-timeout-too-short.js';
import { pettedTooLate } from './petted-too-late.js';
import { pettedTooLateForDefault } from './petted-too-late-for-default.js';
import { pretimeoutInTime } from './pretimeout-in-time.js';
import { pretimeoutNeedsSystemd } from './pretimeout-needs-systemd.js';
import { pretimeoutOnlyPrints } from './pretimeout-only-prints.js';
import { pretimeoutUnsignalled } from './pretimeout-unsignalled.js';
import { rebootAboveDriver } from './reboot-above-driver.js';
import { rebootDefaultRefused } from './reboot-default-refused.js';
import { recoveryRules } from './recovery/index.js';
import { secondDriver } from './second-driver.js';
import { secondExpiry } from './second-expiry.js';
import { secondFeeder } from './second-feeder.js';
import { shutdownDisarms } from './shutdown-disarms.js';
import { softwareWatchdog } from './software-watchdog.js';
import { stopCutOff } from './stop-cut-off.js';
import { stopOutlivesFeeder } from './stop-outlives-feeder.js';
import { timeoutAboveDriver } from './timeout-above-driver.js';
import { timeoutBelowDriver } from './timeout-below-driver.js';
import { timeoutCannotBeSet } from './timeout-cannot-be-set.js';
import { tooShortForPid1 } from './too-short-for-pid1.js';

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
  networkMountsStall,
  armedTooShort,
  armedAndNobodyFeeds,
  openTimeoutTooShort,
  openTimeoutIdle,
  armedIsAnother,
  stopCutOff,
  rebootDefaultRefused,
  secondDriver,
  driverRemoved,
  secondFeeder,
  tooShortForPid1,
  shutdownDisarms,
  kexecWithoutRuntime,
  nowayoutWithoutFeeder,
  nowayoutIgnored,
  pretimeoutOnlyPrints,
  pretimeoutNeedsSystemd,
  neverFired,
  emergencyShellPetted,
  argumentUndoes,
  kernelFeedsItself,
  stopOutlivesFeeder,
  pretimeoutUnsignalled,
  ...recoveryRules,
  uncovered,
  coversLess,
];
