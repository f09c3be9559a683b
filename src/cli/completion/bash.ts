import type { CommandModel, OptionModel, ProgramModel, Values } from './model.js';
import { quoted } from './model.js';

/** A script that needs nothing but bash itself. Names are compared, never expanded: a spec must not run commands. */
export function bashScript(program: ProgramModel): string {
  const commandNames = program.commands.map(({ name }) => name);
  return `# bash completion for wdgen. Made by: wdgen completion bash

_wdgen_reply() {
  local word
  for word in "$@"; do
    if [[ $word == "$cur"* ]]; then COMPREPLY+=("$word"); fi
  done
}

_wdgen_paths() {
  local word
  compopt -o filenames 2>/dev/null
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$1" -- "$cur")
}

_wdgen_targets() {
  local i spec='' word
  local -a names=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} == --spec ]]; then
      spec=\${COMP_WORDS[i + 1]}
      if [[ $spec == '=' ]]; then spec=\${COMP_WORDS[i + 2]}; fi
    fi
  done
  if [[ $spec == '~/'* ]]; then spec=$HOME/\${spec:2}; fi
  while IFS= read -r word; do names+=("$word"); done < <(wdgen __targets \${spec:+--spec "$spec"} 2>/dev/null)
  _wdgen_reply "\${names[@]}"
}

_wdgen() {
  local cur=\${COMP_WORDS[COMP_CWORD]} option=\${COMP_WORDS[COMP_CWORD - 1]} command='' i
  COMPREPLY=()
  # bash splits --option=value into three words.
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ $option == '=' ]]; then
    option=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} != -* ]]; then
      command=\${COMP_WORDS[i]}
      break
    fi
  done
  case $command in
    '') _wdgen_reply ${words([...commandNames, ...flagsOf(program)])} ;;
${program.commands.map(commandCase).join('\n')}
  esac
}

complete -F _wdgen wdgen
`;
}

function commandCase(command: CommandModel): string {
  const valued = command.options.filter(({ values }) => values !== undefined);
  const offers = command.arguments.flatMap(offerOf);
  const lines = [
    ...(valued.length === 0 ? [] : ['case $option in', ...valued.map(optionCase), 'esac']),
    ...offers,
    `_wdgen_reply ${words(flagsOf(command))}`,
    ';;',
  ];
  return [`    ${quoted(command.name)})`, ...lines.map((line) => `      ${line}`)].join('\n');
}

function optionCase(option: OptionModel): string {
  const names = [option.short, option.long].filter((name) => name !== undefined).join(' | ');
  const offer = option.values === undefined ? [] : offerOf(option.values);
  return `  ${names}) ${[...offer, 'return'].join('; ')} ;;`;
}

function offerOf(values: Values): string[] {
  switch (values.kind) {
    case 'choices':
      return [`_wdgen_reply ${words(values.words)}`];
    case 'file':
      return ['_wdgen_paths -f'];
    case 'folder':
      return ['_wdgen_paths -d'];
    case 'targets':
      return ['_wdgen_targets'];
    case 'free':
      return [];
  }
}

function flagsOf(command: CommandModel): string[] {
  return command.options.flatMap(({ short, long }) => (short === undefined ? [long] : [short, long]));
}

function words(list: readonly string[]): string {
  return list.map((word) => (/^[\w./-]+$/.test(word) ? word : quoted(word))).join(' ');
}
