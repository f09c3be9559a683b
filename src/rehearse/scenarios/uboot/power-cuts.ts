import { setTimeout as pause } from 'node:timers/promises';
import type { RollbackPlan } from '../../../plan/types.js';
import type { UbootBoot } from '../../guests/uboot-boots.js';
import type { Lab, Mark, Scenario, Verdict } from '../../types.js';
import { misfit, rollbackOf, START_MS, told, Unexpected, updated, variables, Watched } from './story.js';

const CUTS = 6;

/** The power fails again and again, at moments that the run's seed chooses. */
export const powerCuts: Scenario = {
  id: 'power-cuts',
  title: `The power fails ${CUTS} times at random moments, and then stays`,
  machine: 'uboot',
  limitMs: ({ rollback }) => (CUTS + 2) * START_MS + (rollback?.commit.timeoutMs ?? 0),
  misfit,
  run,
};

type Variables = Readonly<Record<string, string>>;

async function run(lab: Lab): Promise<Verdict> {
  const { environment } = updated(lab);
  const first = new Watched(await lab.boot({ environment }), lab);
  let watched = first;
  const marks: Mark[] = [];
  const verdict = await told(first, async () => {
    const wholeMs = await wholeStart(first);
    marks.push(...(await cut(first)));
    const cuts: string[] = [];
    for (let index = 0; index < CUTS; index++) {
      const before = variables(lab);
      watched = new Watched(await lab.boot(), lab);
      await momentOf(index, watched, wholeMs);
      const { boot } = watched;
      marks.push(...(await cut(watched)));
      const wrong = misfitting(rollbackOf(lab), { before, after: variables(lab), reached: boot });
      if (wrong !== undefined)
        throw new Unexpected(`after power cut ${index + 1}, ${phaseOf(boot)}: ${wrong}`);
      cuts.push(phaseOf(boot));
      lab.progress(`power cut ${index + 1} of ${CUTS}, ${phaseOf(boot)}`);
    }
    watched = new Watched(await lab.boot(), lab);
    await wholeStart(watched);
    return {
      result: 'passed',
      said: `After ${CUTS} power cuts (${cuts.join('; ')}) the environment on the disk was whole and the tries as they should be each time; then slot ${watched.boot.user?.slot} booted and was marked good.`,
      marks: [],
      measures: [],
    };
  });
  return { ...verdict, marks: [...marks, ...watched.marks] };
}

/** A start that nothing disturbs; how long it takes up to the commit. */
async function wholeStart(watched: Watched): Promise<number> {
  const { timeoutMs } = rollbackOf(watched.lab).commit;
  return watched.line(
    /\[lab\] commit: 0$/,
    START_MS + timeoutMs,
    'a slot should have booted and been marked good',
  );
}

/** Some cuts come at any moment, some while U-Boot counts and saves, some while the slot is marked good. */
async function momentOf(index: number, watched: Watched, wholeMs: number): Promise<void> {
  const { lab, guest } = watched;
  const aimed = [undefined, /^wdgen: /, /\[lab\] user space: slot/][index % 3];
  if (aimed === undefined) return pause(lab.random() * wholeMs);
  await guest.machine.waitFor(({ text }) => aimed.test(text), START_MS);
  await pause(lab.random() * (index % 3 === 1 ? 20 : 1000));
}

async function cut(watched: Watched): Promise<readonly Mark[]> {
  const atMs = watched.lab.nowMs();
  await watched.guest.stop();
  return [...watched.marks, { atMs, text: 'power cut' }];
}

/** How far a start had come, in words. */
function phaseOf({ counted, kernelMs, user, commit }: UbootBoot): string {
  if (commit !== undefined) return 'after the commit';
  if (user !== undefined) return `in slot ${user.slot}, before the commit had ended`;
  if (kernelMs !== undefined) return 'while the kernel started';
  return counted === undefined ? 'before U-Boot counted' : 'while U-Boot counted';
}

/** U-Boot's variables before a start that was cut, those on the disk after it, and how far it had come. */
export interface Cut {
  readonly before: Variables;
  readonly after: Variables;
  readonly reached: Pick<UbootBoot, 'kernelMs' | 'user' | 'commit'>;
}

/** What is on the disk after a cut and cannot come from what was there before; undefined when it can. */
export function misfitting(
  { slots, tries }: Pick<RollbackPlan, 'slots' | 'tries'>,
  { before, after, reached }: Cut,
): string | undefined {
  const names = slots.map(({ name }) => name);
  const shown = (all: Variables) => names.map((name) => `${name}:${all[`BOOT_${name}_LEFT`]}`).join(' ');
  const possible = possibleAfter({ before, names, tries }, reached);
  const found = `${shown(after)}, refilled ${after['wd_refilled']}`;
  const wanted = possible.map((one) => `${shown(one)}, refilled ${one['wd_refilled']}`);
  return wanted.includes(found) ? undefined : `${found} is on the disk, possible is ${wanted.join(' or ')}`;
}

interface Start {
  readonly before: Variables;
  readonly names: readonly string[];
  readonly tries: number;
}

/** The states that a start may leave behind when it is cut so far. */
function possibleAfter({ before, names, tries }: Start, boot: Cut['reached']): readonly Variables[] {
  const order = (before['BOOT_ORDER'] ?? '').split(' ');
  const leftOf = (all: Variables, name: string) => Number(all[`BOOT_${name}_LEFT`]);
  const refilled = names.every((name) => leftOf(before, name) === 0) && before['wd_refilled'] !== '1';
  const full = Object.fromEntries(names.map((name) => [`BOOT_${name}_LEFT`, String(tries)]));
  const start = refilled ? { ...before, ...full, wd_refilled: '1' } : before;
  const slot = order.find((name) => leftOf(start, name) > 0);
  const counted =
    slot === undefined ? start : { ...start, [`BOOT_${slot}_LEFT`]: String(leftOf(start, slot) - 1) };
  const runs = slot ?? names[0] ?? '';
  const good = { ...counted, [`BOOT_${runs}_LEFT`]: String(tries), wd_refilled: '0' };
  if (boot.commit !== undefined) return [good];
  if (boot.user !== undefined) return [counted, good];
  return boot.kernelMs === undefined ? [before, start, counted] : [counted];
}
