import { type Diagnostic, diagnostic } from '../../core/diagnostic.js';
import { spanOf } from '../place.js';
import { appletMissing } from './applets.js';
import {
  commandMissing,
  otherScript,
  scriptDamaged,
  slotsDisagree,
  triesAboveNine,
  triesDisagree,
} from './boot-script.js';
import { markedUnchecked, nothingMarks, twoMark } from './commit.js';
import { driverBlocked, driverLoadsLate } from './driver-module.js';
import { environmentDisagrees, environmentMissing } from './environment.js';
import { stopDisarms } from './feeder-stops.js';
import { noFeeder, otherFeeder, pettedLate, timeoutNotHeld, twoFeeders } from './feeders.js';
import { generatedChanged, generatedMissing, generatedMode } from './generated-files.js';
import { generatedLines } from './generated-lines.js';
import { heartbeatBehindShell, killedAndLeft } from './heartbeats.js';
import { noDriver, nowayoutContradicted, panicStays } from './kernel-says.js';
import { danglingLink } from './links.js';
import { neverRead, overridden } from './manager.js';
import { nixDiffers } from './nix-differs.js';
import { kernelOptionLost, ubootOptionLost } from './options-lost.js';
import { notExecutable, programMissing } from './programs.js';
import { cronNotRun, notCompiled, sourceWrong } from './scheduled.js';
import type { Audited, AuditRule } from './types.js';
import { dropInAlone, masked, notStarted, presetDisables } from './units.js';
import { unreadable } from './unread.js';

/** Every rule over a finished image, by code. */
export const auditRules: readonly AuditRule[] = [
  generatedMissing,
  generatedChanged,
  generatedMode,
  notExecutable,
  programMissing,
  danglingLink,
  unreadable,
  generatedLines,
  kernelOptionLost,
  driverLoadsLate,
  driverBlocked,
  nowayoutContradicted,
  noDriver,
  panicStays,
  twoFeeders,
  noFeeder,
  otherFeeder,
  timeoutNotHeld,
  pettedLate,
  appletMissing,
  stopDisarms,
  overridden,
  neverRead,
  notStarted,
  masked,
  presetDisables,
  dropInAlone,
  killedAndLeft,
  heartbeatBehindShell,
  environmentDisagrees,
  commandMissing,
  triesDisagree,
  scriptDamaged,
  otherScript,
  slotsDisagree,
  ubootOptionLost,
  environmentMissing,
  triesAboveNine,
  nothingMarks,
  markedUnchecked,
  twoMark,
  cronNotRun,
  notCompiled,
  sourceWrong,
  nixDiffers,
];

/** What the rules say about an image, and the texts that their findings point into. */
export interface AuditReport {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, string>;
}

/** Has every rule judge an image. */
export function auditImage(audited: Audited): AuditReport {
  const sources = new Map<string, string>();
  const diagnostics = auditRules.flatMap(({ code, check }) =>
    check(audited).map(({ place, detail, help, severity, also }) => {
      for (const { in: text } of [place, ...(also ?? []).map((one) => one.place)])
        if (text.text !== '') sources.set(text.file, text.text);
      const related = (also ?? []).map((one) => ({ message: one.message, span: spanOf(one.place) }));
      return diagnostic(code, { detail, help, severity, related, span: spanOf(place) });
    }),
  );
  return { diagnostics, sources };
}
