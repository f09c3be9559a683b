import { readFileSync, writeFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { unset } from '../../../src/core/state.js';
import { active, type PlanOverrides, planFixture } from '../../lib/plan.js';
import { type Answer, DOCTOR_TOOLS, doctorLab, type Lab } from './doctor-lab.js';
import { need } from './need.js';
import { SHELLS, type Shell } from './retention-lab.js';

/** A machine of plain systemd, which feeds an iTCO timer. */
export function machine(t: Test, overrides: PlanOverrides = {}): Lab {
  const lab = doctorLab(
    t,
    planFixture({
      name: 'lab',
      platform: { kind: 'systemd', init: 'systemd' },
      doctor: { journals: [] },
      ...overrides,
      watchdog: { feeder: active({ kind: 'systemd' }), petMs: unset, ...overrides.watchdog },
    }),
  );
  lab.tool('journalctl', 'exit 0');
  lab.tool('systemctl', 'exit 1');
  lab.process(1, 'systemd', '/dev/null', '/dev/watchdog0', 'socket:[1]');
  lab.process(77, 'sh', '/dev/null');
  return lab;
}

/** A program that waits for a second only. */
export function impatient(lab: Lab): void {
  writeFileSync(lab.program, readFileSync(lab.program, 'utf8').replace('limit=15', 'limit=1'));
}

/** journalctl as it is when it may be read: `-b` asks for the boot before. */
export const journal = (messages: string, hint = '') =>
  `case "$*" in *-b*) exit 0 ;; esac\ncat <<'END'\n${messages}END\n${hint === '' ? '' : `echo "${hint}" >&2`}`;

/** What is tested in a shell, with a way to ask a lab's program. */
export type Body = (t: Test, ask: (lab: Lab) => Answer, shell: Shell) => void;

/** The same under every shell. */
export function underEveryShell(title: string, body: Body): void {
  for (const [name, shell] of Object.entries(SHELLS))
    t.test(`${name}: ${title}`, { buffered: true }, async (t) => {
      if (need(t, DOCTOR_TOOLS)) body(t, (lab) => lab.ask(shell), shell);
    });
}
