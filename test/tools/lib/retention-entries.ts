import { lutimesSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { need } from './need.js';
import { DAY, type Lab, RETENTION_TOOLS, type Run, SHELLS, type Shell } from './retention-lab.js';

export const now = () => Math.floor(Date.now() / 1000);

/** A file of so many KiB that nothing has changed in for so many days. */
export function put(folder: string, name: string, days: number, kib = 0): void {
  writeFileSync(join(folder, name), Buffer.alloc(kib * 1024, 1));
  age(join(folder, name), days);
}

export function age(path: string, days: number): void {
  const at = now() - Math.round(days * DAY);
  lutimesSync(path, at, at);
}

export const left = (lab: Lab) => readdirSync(lab.folder).sort();

/** What is tested in a shell, with a way to run a lab's program. */
export type Body = (t: Test, run: (lab: Lab, ...args: string[]) => Run, shell: Shell) => Promise<void> | void;

/** The same under every shell. */
export function underEveryShell(title: string, body: Body): void {
  for (const [name, shell] of Object.entries(SHELLS))
    t.test(`${name}: ${title}`, { buffered: true }, async (t) => {
      if (!need(t, RETENTION_TOOLS)) return;
      await body(t, (lab, ...args) => lab.run(shell, ...args), shell);
    });
}
