import { type Figure, sayTerm, sayValue, timeline as timelineOf, withoutValue } from '../analyse/timeline.js';
import type { Block, Outcome } from '../core/outcome.js';
import { withAllActive } from '../plan/enabled.js';
import { selectPlanned } from './judged-targets.js';
import { measuredOn } from './measured.js';

export interface TimelineArguments {
  readonly spec: string;
  readonly targets: readonly string[];
  /** The image with everything active that is deferred, instead of today's. */
  readonly enabled?: boolean;
}

/** `wdgen timeline`: worst-case durations of an image, each with its terms. */
export function timeline({ spec, targets, enabled = false }: TimelineArguments): Outcome {
  const image = enabled ? 'with everything enabled that is deferred' : "of today's image";
  const { planned, outcome } = selectPlanned(spec, targets);
  const all = planned.map(({ target, resolved }) => ({
    target: target.name,
    ...timelineOf(enabled ? withAllActive(resolved.plan) : resolved.plan, measuredOn(spec, target)),
  }));
  const blocks = all.flatMap(({ target, figures }, index) => [
    text([...(index === 0 ? [] : ['']), `${target}: worst cases ${image}`]),
    ...figuresInWords(figures),
  ]);
  return outcome({ blocks, data: all });
}

function figuresInWords(figures: readonly Figure[]): Block[] {
  const known = figures.filter(({ value }) => value !== null);
  const without = withoutValue(figures);
  return [
    ...known.map((figure) => text(['', ...figureLines(figure)])),
    ...(without.length === 0
      ? []
      : [
          text([
            '',
            ...without.flatMap(({ reason, titles }) => [
              `No time, because ${reason}:`,
              ...titles.map((title) => `  ${title}`),
            ]),
          ]),
        ]),
  ];
}

function figureLines({ id, title, unit, value, terms, notes }: Figure): string[] {
  return [
    `${sayValue({ value, unit })}: ${title} (${id})`,
    ...terms.map((term) => `    ${sayTerm(term, unit)}`),
    ...notes.map((note) => `  ${note}`),
  ];
}

function text(lines: readonly string[]): Block {
  return { kind: 'text', text: lines.join('\n') };
}
