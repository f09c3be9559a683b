import type { Diagnostic } from '../core/diagnostic.js';
import { type ExitCode, exitCodes } from '../core/outcome.js';

/** Codes that say the question could not be asked: usage, an unreadable or invalid spec, an impossible target. */
const CANNOT = /^WD0[0126]/;
/** WD0952 and above tell how a rehearsal went, which is an answer. */
const MACHINE = /^WD09(0|5[01])/;

/** The exit code that errors ask for; the gravest wins. Findings that do not fail a run end with 0. */
export function exitOf(
  diagnostics: readonly Diagnostic[],
  failing: readonly Diagnostic['severity'][] = ['error'],
): ExitCode {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.some(({ code }) => MACHINE.test(code))) return exitCodes.machine;
  if (errors.some(({ code }) => CANNOT.test(code))) return exitCodes.cannot;
  return diagnostics.some(({ severity }) => failing.includes(severity)) ? exitCodes.no : exitCodes.yes;
}
