// The power fails between any two steps of the boot script. Only what was saved lasts, so each state that the script
// saves on its way is one that the next start may find: it has to decide as the model does, and no cut may give a slot
// tries that it did not have. A save that is torn is the matter of uboot-env.test.ts.
import t, { type Test } from 'tap';
import { figure } from '../lib/figures.js';
import { need } from '../tools/lib/need.js';
import { type RaucState, raucModel } from './lib/rauc-model.js';
import * as table from './lib/rauc-table.js';
import { ubootTools } from './lib/uboot.js';
import { consoles, SLOTS, TRIES, untilBoot } from './lib/uboot-bulk.js';

const COUNTS = ['0', '1', '3'];
const FLAGS = [undefined, '1'];

/** Fresh, half used, used up; intended reboots; tries that were refilled before. */
const starts: readonly RaucState[] = COUNTS.flatMap((a) =>
  COUNTS.flatMap((b) =>
    FLAGS.flatMap((intent) => FLAGS.map((refilled) => ({ ...table.state('B A', a, b), intent, refilled }))),
  ),
);

function stateOf([order, a, b, intent, refilled]: readonly (string | undefined)[]): RaucState {
  return { order, left: { A: a, B: b }, intent, refilled };
}

/** What is wrong with a state that a cut leaves behind; nothing when all is well. */
function gained(start: RaucState, after: RaucState): string | undefined {
  const refills = after.refilled === '1' && start.refilled !== '1';
  const more = SLOTS.find((slot) => Number(after.left[slot]) > Number(start.left[slot]));
  if (more !== undefined && !refills) return `${more} has gained tries`;
  if (refills && SLOTS.some((slot) => Number(start.left[slot]) > 0)) return 'refilled while there were tries';
  return undefined;
}

async function tryCuts(t: Test): Promise<void> {
  const first = (await consoles(t, starts)).map(untilBoot);
  const cuts = first.flatMap((text, index) => {
    const start = starts[index];
    return start === undefined ? [] : table.allSaved(text).map((saved) => ({ start, after: stateOf(saved) }));
  });
  t.ok(cuts.length >= starts.length, `${cuts.length} cuts`);
  t.strictSame(
    cuts.flatMap(({ start, after }) => gained(start, after) ?? []),
    [],
    'no cut gives a slot tries',
  );
  const second = await consoles(
    t,
    cuts.map(({ after }) => after),
  );
  const wrong = cuts.flatMap(({ after }, index) => {
    const found = table.decisionOf(untilBoot(second[index] ?? ''));
    const expected = table.expectedOf(raucModel(table.withoutEmpty(after), SLOTS, TRIES));
    return JSON.stringify(found) === JSON.stringify(expected) ? [] : [{ after, found, expected }];
  });
  t.strictSame(wrong, [], 'the start after a cut decides as the model does');
  figure(35, {
    part: "cuts between the boot script's saves, in a real U-Boot",
    cases: cuts.length,
    held: cuts.length - wrong.length,
  });
}

if (need(t, ubootTools)) t.test('the power fails between two saves', tryCuts);
