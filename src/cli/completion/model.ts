import type { Argument, Command, Option } from 'commander';

/** What can stand behind an option or in an argument's place. */
export type Values =
  | { readonly kind: 'choices'; readonly words: readonly string[] }
  | { readonly kind: 'file' | 'folder' | 'targets' | 'free' };

/** An option as the shells need to know it. */
export interface OptionModel {
  readonly short: string | undefined;
  readonly long: string;
  readonly description: string;
  /** Undefined for a flag. */
  readonly values: Values | undefined;
  readonly repeatable: boolean;
}

/** A command, or the program itself. */
export interface CommandModel {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionModel[];
  readonly arguments: readonly Values[];
}

/** Everything that can be completed. */
export interface ProgramModel extends CommandModel {
  readonly commands: readonly CommandModel[];
}

/** Reads the commander tree: what its help shows is what completion offers. */
export function modelOf(program: Command): ProgramModel {
  const commands = program.createHelp().visibleCommands(program);
  const names = commands.map((command) => command.name());
  return {
    ...commandModel(program, names),
    commands: commands.map((command) => commandModel(command, names)),
  };
}

function commandModel(command: Command, commandNames: readonly string[]): CommandModel {
  return {
    name: command.name(),
    description: command.summary() || command.description(),
    options: command.createHelp().visibleOptions(command).map(optionModel),
    arguments: command.registeredArguments.map((argument) => argumentValues(argument, commandNames)),
  };
}

function optionModel(option: Option): OptionModel {
  const takesValue = option.required || option.optional;
  return {
    short: option.short,
    long: option.long ?? '',
    description: option.description,
    values: takesValue ? optionValues(option) : undefined,
    repeatable: option.variadic || Array.isArray(option.defaultValue),
  };
}

function optionValues(option: Option): Values {
  if (option.argChoices !== undefined) return { kind: 'choices', words: option.argChoices };
  if (option.long === '--target') return { kind: 'targets' };
  return placeholderValues(/[<[]([^>\]]+)[>\]]/.exec(option.flags)?.[1] ?? '');
}

function argumentValues(argument: Argument, commandNames: readonly string[]): Values {
  if (argument.argChoices !== undefined) return { kind: 'choices', words: argument.argChoices };
  if (argument.name() === 'command') return { kind: 'choices', words: commandNames };
  return placeholderValues(argument.name());
}

/** `<file>` and `<dir>` complete to files and folders, whatever their case and what stands before them. */
function placeholderValues(placeholder: string): Values {
  if (/file(\.\.\.)?$/i.test(placeholder)) return { kind: 'file' };
  return { kind: /dir(\.\.\.)?$/i.test(placeholder) ? 'folder' : 'free' };
}

/** A word in single quotes, for bash and zsh. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
