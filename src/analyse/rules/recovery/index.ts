import type { Rule } from '../../types.js';
import { forcedSpeedStays } from './network/forced-speed-stays.js';
import { harmUnguarded } from './network/harm-unguarded.js';
import { logForgotten } from './network/log-forgotten.js';
import { neverUpTooOften } from './network/never-up-too-often.js';
import { noJitter } from './network/no-jitter.js';
import { oneKindOfEvidence } from './network/one-kind-of-evidence.js';
import { rebootBeforeCommit } from './network/reboot-before-commit.js';
import { rebootsForTheInternet } from './network/reboots-for-the-internet.js';
import { rebootsTooSoon } from './network/reboots-too-soon.js';
import { serversDecide } from './network/servers-decide.js';
import { settleTooShort } from './network/settle-too-short.js';
import { stepTooOften } from './network/step-too-often.js';
import { tooManyReboots } from './network/too-many-reboots.js';
import { vetoOnALiveLink } from './network/veto-on-a-live-link.js';
import { bootCompletionOnly } from './rollback/boot-completion-only.js';
import { checkNeedsNetwork } from './rollback/check-needs-network.js';
import { checkOnSharedData } from './rollback/check-on-shared-data.js';
import { checkWaitsForItself } from './rollback/check-waits-for-itself.js';
import { commitWindow } from './rollback/commit-window.js';
import { environmentMisaligned } from './rollback/environment-misaligned.js';
import { environmentOnFat } from './rollback/environment-on-fat.js';
import { environmentOverPartitionTable } from './rollback/environment-over-partition-table.js';
import { hibernationCounted } from './rollback/hibernation-counted.js';
import { nothingResetsAHang } from './rollback/nothing-resets-a-hang.js';
import { oneRoundOfChecks } from './rollback/one-round-of-checks.js';
import { oneTry } from './rollback/one-try.js';
import { otherCommitWriter } from './rollback/other-commit-writer.js';
import { recoveryIsASlot } from './rollback/recovery-is-a-slot.js';
import { singleCopyEnvironment } from './rollback/single-copy-environment.js';
import { slotsShareStorage } from './rollback/slots-share-storage.js';
import { systemdBootVersion } from './rollback/systemd-boot-version.js';
import { boundNeverReached } from './services/bound-never-reached.js';
import { deadlineBelowFloor } from './services/deadline-below-floor.js';
import { failureRebootsForEver } from './services/failure-reboots-for-ever.js';
import { givenUpForGood } from './services/given-up-for-good.js';
import { heartbeatBehindShell } from './services/heartbeat-behind-shell.js';
import { heartbeatTooSlow } from './services/heartbeat-too-slow.js';
import { killedAndLeft } from './services/killed-and-left.js';
import { logCleanedTooEarly } from './services/log-cleaned-too-early.js';
import { monitorFindsOthers } from './services/monitor-finds-others.js';
import { monitorSeesNoStall } from './services/monitor-sees-no-stall.js';
import { onlyOnWatchdog } from './services/only-on-watchdog.js';
import { patternShadowed } from './services/pattern-shadowed.js';
import { secretInTheClear } from './services/secret-in-the-clear.js';
import { stateCleanedUp } from './services/state-cleaned-up.js';
import { stopTakesLonger } from './services/stop-takes-longer.js';
import { twoRestarters } from './services/two-restarters.js';

/** The rules about counters, network self-heal and service watchdogs, in the order of their codes: WD1050 to WD1099. */
export const recoveryRules: readonly Rule[] = [
  commitWindow,
  checkWaitsForItself,
  bootCompletionOnly,
  otherCommitWriter,
  oneTry,
  singleCopyEnvironment,
  environmentOnFat,
  environmentMisaligned,
  environmentOverPartitionTable,
  checkNeedsNetwork,
  nothingResetsAHang,
  checkOnSharedData,
  recoveryIsASlot,
  slotsShareStorage,
  hibernationCounted,
  systemdBootVersion,
  oneRoundOfChecks,
  oneKindOfEvidence,
  rebootsForTheInternet,
  serversDecide,
  rebootsTooSoon,
  tooManyReboots,
  neverUpTooOften,
  stepTooOften,
  settleTooShort,
  harmUnguarded,
  logForgotten,
  noJitter,
  forcedSpeedStays,
  rebootBeforeCommit,
  vetoOnALiveLink,
  stopTakesLonger,
  heartbeatBehindShell,
  boundNeverReached,
  killedAndLeft,
  onlyOnWatchdog,
  logCleanedTooEarly,
  givenUpForGood,
  failureRebootsForEver,
  deadlineBelowFloor,
  heartbeatTooSlow,
  monitorFindsOthers,
  monitorSeesNoStall,
  twoRestarters,
  secretInTheClear,
  stateCleanedUp,
  patternShadowed,
];
