import type { CommandModel, OptionModel, ProgramModel, Values } from './model.js';

/** A script of `complete` commands. Plain files are offered only where a file belongs. */
export function fishScript(program: ProgramModel): string {
  const lines = [
    ...program.commands.map(({ name, description }) =>
      offer('__fish_use_subcommand', `-a ${quote(name)}`, description),
    ),
    ...program.options.map((option) => optionLine('__fish_use_subcommand', option)),
    ...program.commands.flatMap(commandLines),
  ];
  return `# fish completion for wdgen. Made by: wdgen completion fish

function __wdgen_targets
    set -l tokens (commandline -opc)
    set -l spec
    for i in (seq (count $tokens))
        if test $tokens[$i] = --spec; and set -q tokens[(math $i + 1)]
            set spec --spec $tokens[(math $i + 1)]
        else if string match -q -- '--spec=*' $tokens[$i]
            set spec $tokens[$i]
        end
    end
    wdgen __targets $spec 2>/dev/null
end

complete -c wdgen -f
${lines.join('\n')}
`;
}

function commandLines(command: CommandModel): string[] {
  const inside = `__fish_seen_subcommand_from ${command.name}`;
  const args = command.arguments.map(valueFlags).filter((flags) => flags !== '-x');
  return [
    ...args.map((flags) => offer(inside, flags.replace(/^-x /, ''), '')),
    ...command.options.map((option) => optionLine(inside, option)),
  ];
}

function optionLine(when: string, { short, long, description, values }: OptionModel): string {
  const names = `${short === undefined ? '' : `-s ${short.slice(1)} `}-l ${long.slice(2)}`;
  return offer(when, values === undefined ? names : `${names} ${valueFlags(values)}`, description);
}

function offer(when: string, flags: string, description: string): string {
  return `complete -c wdgen -n ${quote(when)} ${flags}${description === '' ? '' : ` -d ${quote(description)}`}`;
}

function valueFlags(values: Values): string {
  switch (values.kind) {
    case 'choices':
      return `-x -a ${quote(values.words.map(wordInList).join(' '))}`;
    case 'file':
      return '-r -F';
    case 'folder':
      return `-x -a ${quote('(__fish_complete_directories)')}`;
    case 'targets':
      return `-x -a ${quote('(__wdgen_targets)')}`;
    case 'free':
      return '-x';
  }
}

/** fish expands the list of words once more, so each word brings its own quotes. */
function wordInList(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : quote(word);
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
