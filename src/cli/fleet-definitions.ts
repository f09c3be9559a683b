import { Option } from 'commander';
import { define, target } from './define.js';

/** `wdgen matrix`. */
export const matrixCommand = define<{ target: string[]; shards?: string }>({
  name: 'matrix',
  summary: 'the jobs of a CI that checks a fleet: one per target, or per shard',
  examples: [
    'wdgen matrix --shards 8 --format github >> "$GITHUB_OUTPUT"',
    'wdgen matrix --format gitlab > matrix.yml',
    "wdgen matrix --target 'edge-*' --format json",
  ],
  formats: ['human', 'json', 'github', 'gitlab'],
  ownFormats: ['github', 'gitlab'],
  options: [
    target(),
    new Option('--shards <n>', 'so many jobs, each a part for --shard, not one per target'),
  ],
  run: async ({ spec, target: targets, shards, format }) =>
    (await import('../commands/matrix.js')).matrix({ spec, targets, shards, format }),
});
