import { Option } from 'commander';
import { define, plain, target } from './define.js';

/** `wdgen coverage`. */
export const coverageCommand = define<{ target: string[]; svg?: string }>({
  name: 'coverage',
  summary: 'which failures are caught today and after enabling, by what, how fast',
  examples: [
    'wdgen coverage --target rock64',
    'wdgen coverage --target rock64 --svg coverage.svg',
    'wdgen coverage --format markdown   # for a review',
  ],
  formats: ['human', 'json', 'markdown'],
  options: [target(), new Option('--svg <file>', 'also write it as a picture; one target only')],
  run: async ({ spec, target: targets, svg, format }) =>
    (await import('../commands/coverage.js')).coverage({ spec, targets, svg, wide: format === 'markdown' }),
});

/** `wdgen timeline`. */
export const timelineCommand = define<{ target: string[]; enabled?: boolean }>({
  name: 'timeline',
  summary: 'worst-case durations of an image, each with its terms',
  examples: [
    'wdgen timeline --target rock64',
    'wdgen timeline --target rock64 --enabled',
    'wdgen timeline --target rock64 --format json',
  ],
  formats: plain,
  options: [target(), new Option('--enabled', 'with everything active that is deferred, instead of today')],
  run: async ({ spec, target: targets, enabled = false }) =>
    (await import('../commands/timeline.js')).timeline({ spec, targets, enabled }),
});
