import type { CompletedCommand, CompletedOption } from './words.js'

/** A script that completes in bash. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  return `# bash completion for hallpass: source <(hallpass completion bash)
_hallpass() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    ${words([...commands.map(({ name }) => name), '--help'])}
    return
  fi
  case "\${COMP_WORDS[1]} $previous" in
${commands.flatMap((command) => command.options.flatMap((option) => valueCase(command, option))).join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${commands.map(commandCase).join('\n')}
  esac
}
complete -F _hallpass hallpass
`
}

function valueCase({ name }: CompletedCommand, option: CompletedOption): readonly string[] {
  if (option.value === 'none') return []
  return [`    '${name} ${option.name}') ${option.value === 'file' ? FILES : words(option.choices)}; return ;;`]
}

function commandCase({ name, options, choices, files }: CompletedCommand): string {
  const known = words([...choices, ...options.map((option) => option.name)])
  if (!files) return `    ${name}) ${known} ;;`
  return `    ${name}) case "$current" in -*) ${known} ;; *) ${FILES} ;; esac ;;`
}

const FILES = `mapfile -t COMPREPLY < <(compgen -f -- "$current")`

function words(list: readonly string[]): string {
  return `mapfile -t COMPREPLY < <(compgen -W '${list.join(' ')}' -- "$current")`
}
