import { type CodeFacts, code } from './facts.js';

/** Rehearsals: WD0950 to WD0959. The first two are the machine's fault. */
export const rehearseCodes = {
  WD0950: code(
    'error',
    'nothing to boot',
    'A rehearsal boots kernels, a boot loader and user space that --prepare fetches once, or the ones that are named with --kernel, --initrd and --image.',
  ),
  WD0951: code(
    'error',
    'emulator failed',
    'QEMU is not installed, or did not start. Nothing is known about the artefacts then: it is no failed rehearsal, and no evidence is written.',
  ),
  WD0952: code(
    'error',
    'rehearsal failed',
    'What the coverage promises did not happen in the emulator. The evidence file says so, and keeps the gate shut for these very files.',
  ),
  WD0953: code(
    'error',
    'slower than computed',
    'A worst case that is exceeded is a mistake in the model: every decision that rests on the timeline is in doubt. Both numbers are told.',
  ),
  WD0954: code(
    'error',
    'rehearsal is incomplete',
    'A run was interrupted, or the time for all runs was over. What was not run is not known; no evidence is written.',
  ),
  WD0955: code(
    'note',
    'no evidence is written',
    'Only a rehearsal of all scenarios that fit is evidence, with an image whose content wdgen knows. Where a watchdog is armed, at least one run must have been ended by it: a panic that restarts the machine by itself proves no watchdog.',
  ),
  WD0956: code(
    'error',
    'scenario does not fit the target',
    'A scenario needs what it breaks: a feeder that is enabled, a rollback, a machine that can stand in. `wdgen rehearse --list` says what fits, and why the rest does not.',
  ),
} as const satisfies Record<string, CodeFacts>;
