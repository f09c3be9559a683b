import type { CommandModel, OptionModel, ProgramModel, Values } from './model.js';
import { quoted } from './model.js';

/** A script for zsh's own completion system; it works from a folder of fpath and when it is sourced. */
export function zshScript(program: ProgramModel): string {
  return `#compdef wdgen
# zsh completion for wdgen. Made by: wdgen completion zsh

_wdgen_targets() {
  # What was typed, escaped once more by _arguments.
  local spec=\${(Q)\${(Q)opt_args[--spec]}}
  spec=\${spec/#\\~\\//$HOME/}
  local -a names
  names=(\${(f)"$(wdgen __targets \${spec:+--spec} \${spec:+$spec} 2>/dev/null)"})
  compadd -a names
}

_wdgen() {
  local curcontext="$curcontext" state
  local -a commands line
  local -A opt_args
  commands=(
${program.commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`).join('\n')}
  )
  _arguments -C \\
${program.options.map((option) => `    ${optionSpec(option)} \\`).join('\n')}
    '1:command:->command' \\
    '*::argument:->argument'
  case $state in
    command) _describe -t commands command commands ;;
    argument)
      case $words[1] in
${program.commands.map(commandCase).join('\n')}
      esac
      ;;
  esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _wdgen "$@"
else
  compdef _wdgen wdgen
fi
`;
}

function commandCase(command: CommandModel): string {
  const specs = [...command.options.map(optionSpec), ...command.arguments.map(argumentSpec)];
  return `        ${command.name})\n          _arguments ${specs.join(' \\\n            ')}\n          ;;`;
}

function optionSpec({ short, long, description, values, repeatable }: OptionModel): string {
  const told = `[${description.replace(/[[\]\\]/g, '\\$&')}]`;
  const value = values === undefined ? '' : `:${long.slice(2)}:${actionOf(values)}`;
  const equals = values === undefined ? '' : '=';
  if (short === undefined) return quoted(`${repeatable ? '*' : ''}${long}${equals}${told}${value}`);
  return `${quoted(`(${short} ${long})`)}{${short},${long}${equals}}${quoted(`${told}${value}`)}`;
}

function argumentSpec(values: Values, index: number): string {
  return quoted(`${index + 1}:argument:${actionOf(values)}`);
}

function actionOf(values: Values): string {
  switch (values.kind) {
    case 'choices':
      return `(${values.words.map((word) => word.replace(/[^\w./-]/g, '\\$&')).join(' ')})`;
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'targets':
      return '_wdgen_targets';
    case 'free':
      return ' ';
  }
}
