import { Command, Option } from 'commander';
import type { Outcome } from '../core/outcome.js';
import {
  type AnyDefinition,
  type CommonOptions,
  definitions,
  type Format,
  hiddenDefinitions,
} from './definitions.js';
import type { Live } from './live.js';
import { version } from './version.js';

/** What a command line asks for, before anything is run or printed. */
export interface Request {
  readonly format: Exclude<Format, 'gitlab'>;
  readonly color: 'auto' | 'always' | 'never';
  readonly run: (live: Live) => Promise<Outcome>;
}

type Take = (request: Request) => void;

/**
 * The command line of wdgen. Parsing it hands the request to `take`; nothing is run or printed by itself. Where the
 * first word is a command's own name, the others are left out: making all of them takes longer than reading the line.
 */
export function createProgram(take: Take, first?: string): Command {
  const program = new Command('wdgen')
    .description('One typed watchdog spec in; the files that bring a machine back out.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showSuggestionAfterError(true)
    .exitOverride()
    .addHelpText(
      'after',
      "\nExit codes: 0 yes, 1 the answer is no, 2 could not answer,\n3 the machine's fault, 70 a bug in wdgen.",
    );
  const named = definitions.find((one) => nameOf(one) === first && !one.needsAll);
  for (const definition of named === undefined ? definitions : [named]) add(program, definition, take, false);
  for (const definition of named === undefined ? hiddenDefinitions : []) add(program, definition, take, true);
  return program;
}

/** `explain` of `explain [path]`. */
function nameOf({ name }: AnyDefinition): string {
  return name.split(' ')[0] ?? name;
}

function add(program: Command, definition: AnyDefinition, take: Take, hidden: boolean): void {
  const { name, summary, examples, formats, ownFormats = [], options, run } = definition;
  const command = program.command(name, { hidden }).summary(summary).description(`${summary}.`);
  command.addOption(new Option('--spec <file>', 'the spec').default('watchdog.toml'));
  for (const option of options) command.addOption(option);
  command.addOption(new Option('--format <format>', 'how to print').choices(formats).default('human'));
  command.addOption(
    new Option('--color <when>', 'colour').choices(['auto', 'always', 'never']).default('auto'),
  );
  if (examples.length > 0)
    command.addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`);
  command.action((...given: unknown[]) => {
    const chosen = command.opts<CommonOptions>();
    const args = given.slice(0, -2) as string[];
    take({
      format: presented(chosen.format, ownFormats),
      color: chosen.color,
      run: (live) => run(chosen, args, program, live),
    });
  });
}

/** A format that the command writes itself is its result for people. */
function presented(format: Format, own: readonly Format[]): Request['format'] {
  return format === 'gitlab' || own.includes(format) ? 'human' : format;
}
