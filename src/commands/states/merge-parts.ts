import { type FiledPart, mergeParts, readPart } from '../../evidence/part.js';
import { rehearsalRecord, unproven } from '../../evidence/rehearsed.js';
import type { SpecTarget } from '../../spec/read.js';
import type { Made } from '../evidence.js';
import { type Subject, subjectOfTarget } from '../rehearse-subject.js';
import { type Read, refusal } from './read-evidence.js';

/** One record out of all parts of a rehearsal. With a part missing, or of other files, there is none. */
export function mergedFrom(files: readonly Read[], target: SpecTarget): Made {
  const read = files.map(({ path, value }) => ({ path, ...readPart(value) }));
  const refused = read.flatMap((one) =>
    one.ok ? [] : [refusal(one.path, `as a part of a rehearsal ${one.reason}`)],
  );
  const [first, ...more] = read.flatMap((one): FiledPart[] =>
    one.ok ? [{ file: one.path, part: one.part }] : [],
  );
  if (refused.length > 0 || first === undefined) return { refused };
  const { file, part } = first;
  if (part.target !== target.name)
    return { refused: [refusal(file, `it is about another target, ${part.target}`)] };
  const subject = rehearsed(target, part.artefacts);
  if (subject === undefined)
    return {
      refused: [
        refusal(
          file,
          `it was taken on other files (${part.artefacts.slice(0, 12)}) than the spec makes today`,
        ),
      ],
    };
  const merged = mergeParts([first, ...more]);
  const why = merged.ok ? unproven(subject.plan.watchdog.armed, merged.facts.runs) : merged.reason;
  if (!merged.ok || why !== undefined) return { refused: [refusal(file, why ?? '')] };
  const { count } = part.shard;
  return {
    record: rehearsalRecord(merged.facts),
    remark: `${count} parts, ${merged.facts.runs.length} runs. The parts are not needed any more.`,
  };
}

/** What was rehearsed: with everything enabled, or today's image where that is all that can be. */
function rehearsed(target: SpecTarget, artefacts: string): Subject | undefined {
  for (const ownUserSpace of [false, true]) {
    const subject = subjectOfTarget(target, ownUserSpace);
    if ('plan' in subject && subject.hash === artefacts) return subject;
  }
  return undefined;
}
