import { Option } from 'commander';
import { define, target } from './define.js';

/** `wdgen diff`. */
export const diffCommand = define<
  { target: string[]; failOn?: string; stat?: boolean; wordsOnly?: boolean },
  readonly [from?: string, to?: string]
>({
  name: 'diff [from] [to]',
  summary: 'what changes between revisions, specs or output folders, in words and as text',
  examples: [
    'wdgen diff   # HEAD against the working tree',
    'wdgen diff v1.2 HEAD --words-only',
    'wdgen diff old.toml new.toml --fail-on arms,disarms',
    'wdgen diff origin/main --format markdown   # for a pull request',
  ],
  formats: ['human', 'json', 'markdown'],
  options: [
    target(),
    new Option('--fail-on <classes>', 'exit 1 only for these: arms,disarms,tightens,loosens,boots,feeder,..'),
    new Option('--stat', 'list the generated files that differ, not their lines').conflicts('wordsOnly'),
    new Option('--words-only', 'leave the generated files out'),
  ],
  run: async ({ spec, target: targets, failOn, stat, wordsOnly }, [from, to]) =>
    (await import('../commands/diff.js')).diff({
      spec,
      targets,
      from,
      to,
      failOn,
      detail: wordsOnly === true ? 'none' : stat === true ? 'stat' : 'full',
    }),
});
